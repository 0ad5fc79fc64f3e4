import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Link } from "react-router";
import { useWrite } from "@/shared/write";
import { toE164 } from "@/staff/phoneNumber";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Paper, Stack, Text } from "@/staff/ui/layout";
import { Delivery } from "../messages/Delivery";
import { isOnItsWay } from "../messages/threads";
import { type Message, type NumberOfOurs, newestMessagesQuery, sendTestMessage } from "../queries";
import { COPY } from "./copy";
import { isA2pTheWay } from "./health";
import classes from "./line.module.css";

const { test: copy } = COPY;
const FOLLOW_MILLISECONDS = 2_000;

/** Sends one text, or says why this line cannot and what comes first. */
export function TestMessage({ number }: { number: NumberOfOurs | null }) {
  const [to, setTo] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const why = useId();
  const send = useWrite(sendTestMessage, {
    refreshes: [
      ["phone", "messages"],
      ["phone", "config"],
    ],
  });
  const wrongNumber = send.error?.fields.to?.[0];
  const reason = number === null ? copy.noNumber : number.cannotSendReason;

  // The result takes the focus that the busy button lost; a field at fault comes first.
  useEffect(() => {
    if (wrongNumber !== undefined) {
      field.current?.focus();
    } else if (send.isSuccess || send.isError) {
      outcome.current?.focus();
    }
  }, [send.isSuccess, send.isError, wrongNumber]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(to.trim() === "");
    if (to.trim() === "") {
      field.current?.focus();
    } else {
      send.mutate(toE164(to));
    }
  };
  return (
    <Paper component="section" aria-labelledby="test-title">
      <Stack gap="md">
        <div>
          <h2 id="test-title">{copy.title}</h2>
          <Text size="sm" c="dimmed">
            {copy.lead}
          </Text>
        </div>
        <form onSubmit={submit} noValidate className={classes.test}>
          <TextInput
            ref={field}
            type="tel"
            autoComplete="tel"
            label={copy.to}
            description={copy.toHint}
            value={to}
            error={isMissing ? copy.toMissing : wrongNumber}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button
            type="submit"
            loading={send.isPending}
            disabled={reason !== null}
            aria-describedby={reason === null ? undefined : why}
          >
            {copy.send}
          </Button>
        </form>
        {reason !== null && (
          <Text size="sm" id={why}>
            {reason}{" "}
            {number !== null && isA2pTheWay(number) && (
              <Link to="/settings/a2p" className={classes.link}>
                {COPY.numbers.toA2p}
              </Link>
            )}
          </Text>
        )}
        {(send.isSuccess || (send.isError && wrongNumber === undefined)) && (
          <div ref={outcome} tabIndex={-1}>
            {send.error !== null && <ErrorNotice error={send.error} title={copy.notSent} />}
            {send.data !== undefined && <Followed message={send.data} />}
          </div>
        )}
      </Stack>
    </Paper>
  );
}

/** The text that was sent, with what becomes of it. */
function Followed({ message }: { message: Message }) {
  const newest = useQuery({
    ...newestMessagesQuery,
    refetchInterval: ({ state }) =>
      isOnItsWay(found(state.data?.items) ?? message) ? FOLLOW_MILLISECONDS : false,
  });
  function found(items: readonly Message[] | undefined): Message | undefined {
    return items?.find((each) => each.id === message.id);
  }
  const current = found(newest.data?.items) ?? message;
  return (
    <div className={classes.outcome} role="status">
      <Text fw={600}>{copy.result(current.toNumber)}</Text>
      <Delivery message={current} />
    </div>
  );
}
