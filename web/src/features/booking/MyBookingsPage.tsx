import { useInfiniteQuery } from "@tanstack/react-query";
import { Loaded } from "@/customer/ui/Loaded";
import { LoadMore } from "@/customer/ui/LoadMore";
import { Skeleton } from "@/customer/ui/Skeleton";
import { PageTitle } from "@/shared/PageTitle";
import { BookingLists } from "./mine/BookingLists";
import { COPY } from "./mine/copy";
import classes from "./mine/MyBookings.module.css";
import { bookingsOf, myBookingsQuery } from "./mine/queries";

/** What is coming up, what has been, and the way to change one's mind. */
export default function MyBookingsPage() {
  const query = useInfiniteQuery(myBookingsQuery);
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <PageTitle title={COPY.title} />
        <p className="faint">{COPY.lead}</p>
      </header>
      <Loaded
        query={query}
        skeleton={
          <>
            <Skeleton height={170} />
            <Skeleton height={170} />
          </>
        }
      >
        {({ pages }) => {
          const bookings = bookingsOf(pages);
          return (
            <>
              <BookingLists bookings={bookings} />
              {bookings.length > 0 && (
                <LoadMore
                  query={query}
                  shown={bookings.length}
                  total={pages.at(-1)?.total ?? 0}
                  words={COPY.pages}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
