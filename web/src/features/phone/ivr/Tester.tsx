import { Alert, Button } from "@mantine/core";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "@/api/client";
import { ApiError } from "@/api/errors";
import { useDebounced } from "@/shared/useDebounced";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { type IvrMenuInput, walkQuery } from "../queries";
import { COPY } from "./copy";
import { hasFaults, type MenuDraft, missingIn } from "./draft";
import { Keypad } from "./Keypad";
import { Transcript } from "./Transcript";

const { tester: copy } = COPY;

type Props = { draft: MenuDraft; input: IvrMenuInput };

/** Plays the menu as it stands in the editor, by the rules that answer real calls. */
export function Tester({ draft, input }: Props) {
  const menu = useDebounced(input);
  const isComplete = !hasFaults(missingIn(draft));
  const [digits, setDigits] = useState<readonly string[]>([]);
  const again = useRef<HTMLButtonElement>(null);
  const walk = useQuery({
    ...walkQuery(menu, digits),
    enabled: isComplete,
    placeholderData: keepPreviousData,
  });
  const isEnded = walk.data?.isEnded ?? false;
  const isOff = !isComplete || walk.data === undefined || isEnded;

  // The keypad is off now, and the focus was on one of its keys. Not when an edit ended the call.
  const hasPressed = useRef(false);
  useEffect(() => {
    if (walk.data !== undefined && !walk.isPlaceholderData) {
      if (hasPressed.current && walk.data.isEnded) {
        again.current?.focus();
      }
      hasPressed.current = false;
    }
  }, [walk.data, walk.isPlaceholderData]);

  const press = (key: string) => {
    if (!isOff && walk.data !== undefined && !walk.isPlaceholderData) {
      hasPressed.current = true;
      // A menu that was changed may have ended the call before the last keys were pressed.
      setDigits([...digits.slice(0, walk.data.steps.length - 1), key]);
    }
  };
  return (
    <Paper component="section" aria-labelledby="tester-title">
      <Stack gap="md">
        <h2 id="tester-title">{copy.title}</h2>
        <Text size="sm" c="dimmed">
          {copy.lead}
        </Text>
        <Heard walk={walk} isComplete={isComplete} />
        <Keypad isOff={isOff} onPress={press} />
        {draft.keys.length === 0 && (
          <Text size="sm" c="dimmed">
            {copy.noKeys}
          </Text>
        )}
        <Group gap="sm">
          <Button variant="default" disabled={isOff} onClick={() => press("")}>
            {copy.silence}
          </Button>
          <Button
            ref={again}
            variant={isEnded ? "filled" : "default"}
            onClick={() => setDigits([])}
          >
            {copy.again}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

type HeardProps = {
  walk: UseQueryResult<Schemas["MenuWalk"]>;
  isComplete: boolean;
};

function Heard({ walk, isComplete }: HeardProps) {
  const { error } = walk;
  if (!isComplete) {
    return <NotYet messages={[copy.notYetText]} />;
  }
  if (error instanceof ApiError && error.status === 400) {
    return <NotYet messages={[...new Set(Object.values(error.fields).flat())]} />;
  }
  if (error !== null) {
    return <ErrorNotice error={error} onRetry={() => void walk.refetch()} />;
  }
  return walk.data === undefined ? (
    <Skeleton height={96} />
  ) : (
    <Transcript steps={walk.data.steps} />
  );
}

/** Somebody is in the middle of writing: no alarm. */
function NotYet({ messages }: { messages: readonly string[] }) {
  return (
    <Alert color="gray" variant="light" title={copy.notYet} role="status">
      {messages.map((message) => (
        <Text key={message} size="sm">
          {message}
        </Text>
      ))}
    </Alert>
  );
}
