import { Alert, Button } from "@mantine/core";
import { ApiError, sentenceOf } from "@/api/errors";
import { Stack, Text } from "@/staff/ui/layout";

type Props = { error: unknown; title?: string; onRetry?: () => void };

/** What failed, in words, beside where it failed; the id is for whoever helps. */
export function ErrorNotice({ error, title = "That didn’t work", onRetry }: Props) {
  const requestId = error instanceof ApiError ? error.requestId : "";
  return (
    <Alert color="red" variant="light" title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{sentenceOf(error)}</Text>
        {requestId !== "" && (
          <Text size="xs" c="dimmed">
            Reference for support: {requestId}
          </Text>
        )}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
