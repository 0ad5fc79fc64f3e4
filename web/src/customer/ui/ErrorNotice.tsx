import { ApiError, sentenceOf } from "@/api/errors";
import { Button } from "./Button";
import { Notice } from "./Notice";

type Props = { error: unknown; title?: string; onRetry?: () => void };

/** What failed, in words; the id is for whoever helps. */
export function ErrorNotice({ error, title = "That didn’t work", onRetry }: Props) {
  const requestId = error instanceof ApiError ? error.requestId : "";
  return (
    <Notice tone="bad" title={title}>
      <p>{sentenceOf(error)}</p>
      {requestId !== "" && <p className="faint">Reference for support: {requestId}</p>}
      {onRetry !== undefined && (
        <Button kind="secondary" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
