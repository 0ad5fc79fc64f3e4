import { NativeSelect, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { PageTitle } from "@/shared/PageTitle";
import { Empty } from "@/staff/ui/Empty";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Loaded } from "@/staff/ui/Loaded";
import { Group, Skeleton, Stack } from "@/staff/ui/layout";
import { Pages } from "@/staff/ui/Pages";
import { BookingTable } from "./BookingTable";
import { copy } from "./copy";
import { type Asked, Question } from "./Question";
import { bookingsQuery, type Filter } from "./queries";
import { isStatus, isToCome } from "./status";
import { useBookingActions } from "./useBookingActions";

export default function BookingsPage() {
  const [filter, setFilter] = useState<Filter>({ status: null, from: "", page: 1 });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState(0);
  const results = useRef<HTMLElement>(null);
  const bookings = useQuery({ ...bookingsQuery(filter), placeholderData: keepPreviousData });
  const actions = useBookingActions(() => {
    setAsked(null);
    setDone((count) => count + 1);
  });
  useEffect(() => {
    // The button that was pressed goes away with its success: the focus moves to the list it was in,
    // once the dialog has gone, which gives it back to the button.
    if (done > 0) {
      results.current?.focus();
    }
  }, [done]);
  const stopAsking = () => setAsked(null);
  const act = ({ about, booking }: Asked) => actions[about](booking.id, stopAsking);
  const isFiltered = filter.status !== null || filter.from !== "";
  const empty = (
    <Empty title={copy.empty.title}>{isFiltered ? copy.empty.filtered : copy.empty.text}</Empty>
  );
  return (
    <Stack gap="lg">
      <PageTitle title={copy.title} />
      <FilterBar filter={filter} onChange={setFilter} />
      {actions.error !== null && <ErrorNotice error={actions.error} />}
      <section ref={results} tabIndex={-1} aria-label={copy.list}>
        <Loaded
          query={bookings}
          skeleton={<Skeleton height={360} />}
          empty={{ when: (data) => data.total === 0, show: empty }}
        >
          {(data) => (
            <Stack>
              <BookingTable
                bookings={data.items}
                busyId={actions.busyId}
                onComplete={(booking) =>
                  (isToCome(booking) ? setAsked : act)({ about: "complete", booking })
                }
                onCancel={(booking) => setAsked({ about: "cancel", booking })}
              />
              <Pages {...data} onPage={(page) => setFilter({ ...filter, page })} />
            </Stack>
          )}
        </Loaded>
      </section>
      {asked !== null && (
        <Question
          {...asked}
          isBusy={actions.busyId === asked.booking.id}
          onConfirm={() => act(asked)}
          onClose={stopAsking}
        />
      )}
    </Stack>
  );
}

type FilterBarProps = { filter: Filter; onChange: (filter: Filter) => void };

function FilterBar({ filter, onChange }: FilterBarProps) {
  const choose = (value: string) =>
    onChange({ ...filter, status: isStatus(value) ? value : null, page: 1 });
  return (
    <Group align="flex-start">
      <NativeSelect
        label={copy.filter}
        value={filter.status ?? ""}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: "", label: copy.all },
          ...Object.entries(copy.statuses).map(([value, label]) => ({ value, label })),
        ]}
      />
      <TextInput
        type="date"
        label={copy.from}
        value={filter.from}
        onChange={(event) => onChange({ ...filter, from: event.currentTarget.value, page: 1 })}
      />
    </Group>
  );
}
