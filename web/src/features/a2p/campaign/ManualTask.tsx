import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "@/api/client";
import { Paper } from "@/staff/ui/layout";
import { confirmed, failed } from "@/staff/ui/toast";
import { COPY } from "../copy";
import { fieldOf } from "../form/values";
import { formQuery } from "../queries";
import classes from "./ManualTask.module.css";

/** What a person has to do in Twilio's Console, with each text to paste at hand. */
export function ManualTask({ task }: { task: Schemas["ManualTask"] }) {
  const nameOf = useFieldName();
  return (
    <Paper component="section" aria-labelledby="manual-task" className={classes.task}>
      <h2 id="manual-task">{task.title}</h2>
      <ol className={classes.steps}>
        {task.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <dl className={classes.values}>
        {Object.entries(task.values).map(([path, text]) => (
          <PasteRow key={path} name={nameOf(path)} text={text} />
        ))}
      </dl>
    </Paper>
  );
}

function PasteRow({ name, text }: { name: string; text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => confirmed(COPY.copied(name)),
      () => failed(COPY.copyFailed),
    );
  return (
    <div className={classes.row}>
      <dt>{name}</dt>
      <dd>
        <span className={classes.text}>{text === "" ? COPY.nothingToPaste : text}</span>
        {text !== "" && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={COPY.copyOf(name)}
            onClick={() => void copy()}
          >
            {COPY.copy}
          </Button>
        )}
      </dd>
    </div>
  );
}

/** Samples are numbered: `sampleMessages.2` is “Sample 2”. */
export function useFieldName(): (path: string) => string {
  const inputs = useQuery(formQuery).data?.inputs ?? [];
  return (path) => {
    const number = /^sampleMessages\.(\d+)$/.exec(path)?.[1];
    return number !== undefined
      ? COPY.sample(Number(number))
      : (inputs.find((input) => input.field === fieldOf(path))?.name ?? path);
  };
}
