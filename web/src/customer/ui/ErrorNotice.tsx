import type { ReactNode } from "react";
import { ApiError, sentenceOf } from "@/api/errors";
import { Button } from "./Button";
import { Notice } from "./Notice";

type Props = { error: unknown; title?: string; onRetry?: () => void; children?: ReactNode };

/** What failed, in words; the id is for whoever helps. */
export function ErrorNotice({ error, title = "That didn’t work", onRetry, children }: Props) {
  const requestId = error instanceof ApiError ? error.requestId : "";
  return (
    <Notice tone="bad" title={title}>
      <p>{sentenceOf(error)}</p>
      {children}
      {requestId !== "" && <p className="faint">Reference for support: {requestId}</p>}
      {onRetry !== undefined && (
        <Button kind="secondary" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
