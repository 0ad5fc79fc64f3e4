import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useWrite } from "@/shared/write";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Paper, Stack, Text } from "@/staff/ui/layout";
import { confirmed } from "@/staff/ui/toast";
import { linkMessagingService } from "../queries";
import { COPY } from "./copy";

const { service: copy } = COPY;

/** However often it is asked for, a campaign has one. */
export function MessagingService({ sid }: { sid: string | null }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const link = useWrite(linkMessagingService, {
    refreshes: [["phone"], ["phone-health"], ["wizard"]],
    onSuccess: () => confirmed(copy.nowLinked),
  });
  // The button was off meanwhile, and goes away once it has done its work.
  useEffect(() => {
    if (link.isSuccess || link.isError) {
      heading.current?.focus();
    }
  }, [link.isSuccess, link.isError]);
  return (
    <Paper component="section" aria-labelledby="service-title">
      <Stack gap="sm">
        <h2 id="service-title" ref={heading} tabIndex={-1}>
          {copy.title}
        </h2>
        <Text>{sid === null ? copy.notLinked : copy.linked}</Text>
        {link.error !== null && <ErrorNotice error={link.error} title={copy.notLinkedNow} />}
        {sid === null ? (
          <Group>
            <Button
              variant="default"
              loading={link.isPending}
              onClick={() => link.mutate(undefined)}
            >
              {copy.link}
            </Button>
          </Group>
        ) : (
          <details>
            <summary>{copy.details}</summary>
            <Text size="sm" style={{ overflowWrap: "anywhere", fontFamily: "monospace" }}>
              {sid}
            </Text>
          </details>
        )}
      </Stack>
    </Paper>
  );
}
