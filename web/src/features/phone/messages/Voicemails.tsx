import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Empty } from "@/staff/ui/Empty";
import { Loaded } from "@/staff/ui/Loaded";
import { LoadMore } from "@/staff/ui/LoadMore";
import { Paper, Skeleton, Stack } from "@/staff/ui/layout";
import { type Voicemail, voicemailsQuery } from "../queries";
import { VOICEMAILS as COPY } from "./copy";
import classes from "./messages.module.css";
import { Recording } from "./Recording";

/** What callers left, newest first. */
export function Voicemails() {
  const query = useInfiniteQuery(voicemailsQuery);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Stack component="section" aria-labelledby="voicemails-title" gap="md">
      <h2 id="voicemails-title" ref={heading} tabIndex={-1}>
        {COPY.title}
      </h2>
      <Loaded
        query={query}
        skeleton={<Skeleton height={240} />}
        empty={{
          when: ({ pages }) => pages[0]?.total === 0,
          show: <Empty title={COPY.none}>{COPY.noneText}</Empty>,
        }}
      >
        {({ pages }) => (
          <Paper component="ul" py={0} className={classes.recordings}>
            {onceEach(pages.flatMap((page) => page.items)).map((voicemail) => (
              <Recording key={voicemail.id} voicemail={voicemail} />
            ))}
          </Paper>
        )}
      </Loaded>
      <LoadMore query={query} words={COPY} onEnd={() => heading.current?.focus()} />
    </Stack>
  );
}

/** One that moved to the next page meanwhile comes twice. */
const onceEach = (voicemails: readonly Voicemail[]): Voicemail[] => [
  ...new Map(voicemails.map((voicemail) => [voicemail.id, voicemail])).values(),
];
