import { useInfiniteQuery } from "@tanstack/react-query";
import { Card } from "@/customer/ui/Card";
import { Empty } from "@/customer/ui/Empty";
import { Loaded } from "@/customer/ui/Loaded";
import { LoadMore } from "@/customer/ui/LoadMore";
import { Skeleton } from "@/customer/ui/Skeleton";
import { COPY } from "./copy";
import { HistoryTable } from "./HistoryTable";
import { entriesOf, historyQuery } from "./queries";

/** What was earned and used, newest first, a page more on demand. */
export function History() {
  const history = useInfiniteQuery(historyQuery);
  return (
    <Loaded query={history} skeleton={<Skeleton height={320} />}>
      {({ pages }) => {
        const entries = entriesOf(pages);
        return entries.length === 0 ? (
          <Empty title={COPY.noHistoryTitle}>{COPY.noHistory}</Empty>
        ) : (
          <Card className="stack">
            <HistoryTable entries={entries} />
            <LoadMore
              query={history}
              shown={entries.length}
              total={pages.at(-1)?.total ?? 0}
              words={COPY.pages}
            />
          </Card>
        );
      }}
    </Loaded>
  );
}
