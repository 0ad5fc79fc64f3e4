import { useEffect, useRef, useState } from "react";
import { Button } from "./Button";
import { ErrorNotice } from "./ErrorNotice";
import classes from "./LoadMore.module.css";

type Query = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
};

type Words = {
  more: string;
  failed: string;
  shown: (shown: number, total: number) => string;
  came: (count: number, shown: number, total: number) => string;
};

type Props = { query: Query; shown: number; total: number; words: Words };

/** How much of a list is shown, and a page more on demand: said when it is there, the focus kept. */
export function LoadMore({ query, shown, total, words }: Props) {
  const [before, setBefore] = useState(shown);
  const count = useRef<HTMLParagraphElement>(null);
  const hadMore = useRef(false);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  useEffect(() => {
    // With the last page the button goes, and would take the focus with it.
    if (hadMore.current && !hasNextPage && document.activeElement === document.body) {
      count.current?.focus();
    }
    hadMore.current = hasNextPage;
  }, [hasNextPage]);
  const loadMore = () => {
    setBefore(shown);
    fetchNextPage();
  };
  return (
    <>
      {isFetchNextPageError && <ErrorNotice error={error} title={words.failed} />}
      <div className={classes.more}>
        <p ref={count} tabIndex={-1} className="faint">
          {words.shown(shown, total)}
        </p>
        {hasNextPage && (
          <Button kind="secondary" isBusy={isFetchingNextPage} onClick={loadMore}>
            {words.more}
          </Button>
        )}
      </div>
      <p role="status" className="hidden">
        {shown > before && words.came(shown - before, shown, total)}
      </p>
    </>
  );
}
