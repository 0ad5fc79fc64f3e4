import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "@/api/client";
import { useWrite } from "@/shared/write";
import { Stack } from "@/staff/ui/layout";
import { ConfirmDialog } from "../ConfirmDialog";
import { ErrorNotice } from "../ErrorNotice";
import { confirmed } from "../toast";
import { COPY } from "./copy";
import { NumberList } from "./NumberList";
import {
  type Alternative,
  alternativesOf,
  availableNumbersQuery,
  buyNumber,
  type Search,
} from "./queries";
import { SearchForm } from "./SearchForm";

const ANY: Search = { areaCode: "", contains: "" };

type Props = {
  /** Called once the number is the tenant's; the caller moves the focus on. */
  onBought: () => void;
};

/** Looks for numbers, asks before one is bought, and offers others where it was just taken. */
export function NumberPicker({ onBought }: Props) {
  const [search, setSearch] = useState<Search | null>(null);
  const [chosen, setChosen] = useState<Alternative | null>(null);
  const refusal = useRef<HTMLDivElement>(null);
  const found = useQuery({
    ...availableNumbersQuery(search ?? ANY),
    enabled: search !== null,
  });
  const buy = useWrite(buyNumber, {
    refreshes: [["phone"], ["phone-health"], ["wizard"]],
    onSuccess: (number) => {
      confirmed(COPY.bought(number));
      setChosen(null);
      onBought();
    },
    onError: () => setChosen(null),
  });
  // The dialog is gone, and maybe the button that led to it.
  useEffect(() => {
    if (buy.isError) {
      refusal.current?.focus();
    }
  }, [buy.isError]);

  const searchFor = (wanted: Search) => {
    buy.reset();
    setSearch(wanted);
    if (wanted.areaCode === search?.areaCode && wanted.contains === search.contains) {
      void found.refetch();
    }
  };
  // The same purchase has the same key: whatever became of the first try, one number is bought.
  const again = buy.error?.isPassing ? buy.variables : undefined;
  const alternatives = alternativesOf(buy.error);

  return (
    <Stack gap="md">
      <SearchForm isBusy={search !== null && found.isFetching} onSearch={searchFor} />
      {buy.error !== null && (
        <div ref={refusal} tabIndex={-1}>
          <ErrorNotice
            error={buy.error}
            title={COPY.notBought}
            {...(again !== undefined && { onRetry: () => setChosen(again) })}
          />
        </div>
      )}
      {alternatives === null ? (
        <Found query={found} onChoose={setChosen} />
      ) : (
        <NumberList
          title={alternatives.length > 0 ? COPY.alternatives : COPY.noAlternatives}
          numbers={alternatives}
          onChoose={setChosen}
        />
      )}
      {chosen !== null && (
        <ConfirmDialog
          title={COPY.confirmTitle(chosen.phoneNumber)}
          confirm={COPY.buy(chosen.monthlyPrice)}
          isBusy={buy.isPending}
          onConfirm={() => buy.mutate(chosen)}
          onClose={() => setChosen(null)}
        >
          {COPY.confirmText(chosen.monthlyPrice)}
        </ConfirmDialog>
      )}
    </Stack>
  );
}

type FoundProps = {
  query: UseQueryResult<Schemas["AvailableNumberPage"]>;
  onChoose: (number: Alternative) => void;
};

function Found({ query, onChoose }: FoundProps) {
  if (query.error !== null) {
    return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) {
    return null;
  }
  const { items } = query.data;
  const title = items.length > 0 ? COPY.found(items.length) : COPY.none;
  return <NumberList title={title} numbers={items} onChoose={onChoose} />;
}
