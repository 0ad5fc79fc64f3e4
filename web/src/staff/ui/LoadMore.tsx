import { Group, Stack } from "@/staff/ui/layout";
import { ActionButton } from "./ActionButton";
import { ErrorNotice } from "./ErrorNotice";

type Query = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => Promise<{ hasNextPage: boolean }>;
};

type Props = {
  query: Query;
  words: { older: string; notOlder: string };
  /** With the last page the button goes, and would take the focus with it. */
  onEnd: () => void;
};

/** A page more of a list on demand; what is there stays, also where no more can be had. */
export function LoadMore({ query, words, onEnd }: Props) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query;
  const loadMore = async () => {
    const after = await fetchNextPage();
    if (!after.hasNextPage) {
      onEnd();
    }
  };
  return hasNextPage ? (
    <Stack gap="sm">
      {isFetchNextPageError && <ErrorNotice error={error} title={words.notOlder} />}
      <Group>
        <ActionButton variant="default" isBusy={isFetchingNextPage} onClick={() => void loadMore()}>
          {words.older}
        </ActionButton>
      </Group>
    </Stack>
  ) : null;
}
