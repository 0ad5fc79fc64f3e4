import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { formatDateTime } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { Empty } from "@/staff/ui/Empty";
import { Loaded } from "@/staff/ui/Loaded";
import { LoadMore } from "@/staff/ui/LoadMore";
import { Group, Paper, Skeleton, Stack, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { type Message, messagesQuery } from "../queries";
import { COPY } from "./copy";
import { Delivery } from "./Delivery";
import classes from "./messages.module.css";
import { type Thread, threadsOf } from "./threads";

/** Texts in and out, by person. */
export function Messages() {
  const query = useInfiniteQuery(messagesQuery);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <Stack component="section" aria-labelledby="messages-title" gap="md">
      <h2 id="messages-title" ref={heading} tabIndex={-1}>
        {COPY.title}
      </h2>
      <Loaded
        query={query}
        skeleton={<ThreadsSkeleton />}
        empty={{
          when: ({ pages }) => pages[0]?.total === 0,
          show: <Empty title={COPY.none}>{COPY.noneText}</Empty>,
        }}
      >
        {({ pages }) =>
          threadsOf(pages.flatMap((page) => page.items)).map((thread) => (
            <ThreadCard key={thread.person} thread={thread} />
          ))
        }
      </Loaded>
      <LoadMore query={query} words={COPY} onEnd={() => heading.current?.focus()} />
    </Stack>
  );
}

function ThreadCard({ thread: { person, messages, hasOptedOut } }: { thread: Thread }) {
  const name = COPY.person(person);
  return (
    <Paper component="article" aria-label={COPY.thread(name)}>
      <Group justify="space-between" gap="xs">
        <h3 className={classes.person}>{name}</h3>
        {hasOptedOut && <StatusPill tone="attention">{COPY.optedOut}</StatusPill>}
      </Group>
      {hasOptedOut && (
        <Text size="sm" c="dimmed">
          {COPY.optedOutText}
        </Text>
      )}
      <ul className={classes.texts}>
        {messages.map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
      </ul>
    </Paper>
  );
}

function Bubble({ message }: { message: Message }) {
  const isTheirs = message.direction === "INBOUND";
  const when = formatDateTime(message.createdAt, useTimeZone());
  return (
    <li className={classes.text} data-direction={message.direction}>
      <Text size="xs" c="dimmed">
        {isTheirs ? COPY.them : COPY.you} · <time dateTime={message.createdAt}>{when}</time>
      </Text>
      <p className={classes.body}>{message.body}</p>
      {!isTheirs && <Delivery message={message} />}
    </li>
  );
}

function ThreadsSkeleton() {
  return (
    <Stack gap="md">
      <Skeleton height={200} />
      <Skeleton height={140} />
    </Stack>
  );
}
