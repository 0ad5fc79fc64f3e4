import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatDateTime, formatPhone } from "@/shared/format";
import { useTimeZone } from "@/shared/session";
import { useKeptFocus } from "@/shared/useKeptFocus";
import { useWrite } from "@/shared/write";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { Group, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { failed } from "@/staff/ui/toast";
import { audioPath, markVoicemail, recordingQuery, type Voicemail } from "../queries";
import { VOICEMAILS as COPY } from "./copy";
import classes from "./messages.module.css";

/** One voicemail, to be played; whoever plays it has heard it. */
export function Recording({ voicemail }: { voicemail: Voicemail }) {
  const { id, fromNumber, durationSeconds, receivedAt, heardAt } = voicemail;
  const when = formatDateTime(receivedAt, useTimeZone());
  const caller = fromNumber === null ? COPY.unknownCaller : formatPhone(fromNumber);
  const isNew = heardAt == null;
  const mark = useWrite(markVoicemail, {
    refreshes: [["phone", "voicemails"]],
    onError: (error) => failed(error.message),
  });
  const button = useKeptFocus(mark.isPending);
  const label = isNew ? COPY.markHeard : COPY.markNew;
  const hear = () => {
    if (isNew && !mark.isPending) {
      mark.mutate({ id, isHeard: true });
    }
  };
  return (
    <li className={classes.recording}>
      <div className={classes.caller}>
        <Text fw={isNew ? 650 : 500}>{caller}</Text>
        <Text size="sm" c="dimmed">
          <time dateTime={receivedAt}>{when}</time> · {COPY.duration(durationSeconds)}
        </Text>
      </div>
      <Group gap="sm">
        {isNew && <StatusPill tone="attention">{COPY.isNew}</StatusPill>}
        <Button
          ref={button}
          size="xs"
          variant="default"
          aria-label={COPY.of(label, caller)}
          loading={mark.isPending}
          onClick={() => mark.mutate({ id, isHeard: isNew })}
        >
          {label}
        </Button>
      </Group>
      <Player id={id} label={COPY.audio(caller, when)} onPlay={hear} />
    </li>
  );
}

type PlayerProps = { id: string; label: string; onPlay: () => void };

/** Asks Twilio for the sound only once somebody wants to hear it. */
function Player({ id, label, onPlay }: PlayerProps) {
  const [hasFailed, setHasFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const problem = useQuery({ ...recordingQuery(id), enabled: hasFailed });
  if (hasFailed && problem.error !== null) {
    const again = () => {
      setHasFailed(false);
      setAttempt(attempt + 1);
    };
    return (
      <div className={classes.player}>
        <ErrorNotice error={problem.error} title={COPY.cannotPlay} onRetry={again} />
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody has written down what a caller said
    <audio
      key={attempt}
      controls
      preload="none"
      src={audioPath(id)}
      aria-label={label}
      className={classes.player}
      onPlay={onPlay}
      onError={() => setHasFailed(true)}
    />
  );
}
