import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack } from "@/staff/ui/layout";
import { configQuery } from "../queries";
import { Health } from "./Health";
import { MessagingService } from "./MessagingService";
import { Numbers } from "./Numbers";
import { TestMessage } from "./TestMessage";

export function LineView() {
  const config = useQuery(configQuery);
  return (
    <Stack gap="md">
      <Loaded query={config} skeleton={<Skeleton height={576} />}>
        {(line) => (
          <>
            <Numbers config={line} />
            <MessagingService sid={line.messagingServiceSid} />
            <TestMessage number={line.primaryNumber} />
          </>
        )}
      </Loaded>
      <Health />
    </Stack>
  );
}
