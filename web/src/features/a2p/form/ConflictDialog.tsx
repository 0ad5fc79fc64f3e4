import { useId, useState } from "react";
import { useModal } from "@/shared/useModal";
import { ActionButton } from "@/staff/ui/ActionButton";
import { readable } from "../campaign/held";
import { COPY } from "../copy";
import classes from "./ConflictDialog.module.css";
import type { Draft } from "./drafts";
import type { Conflict } from "./edits";
import { useScope } from "./scope";
import type { Save } from "./useSaver";
import { type Value, type Values, valueFrom } from "./values";

type Props = { draft: Draft; save: Save };

type Way = "mine" | "theirs" | "both";
type Choice = { way: Way; both: string };

/** Both versions of each field that was changed in two places; one decides field by field. */
export function ConflictDialog({ draft, save }: Props) {
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const modal = useModal(false, () => save.saver.ask(false));
  const id = useId();
  const { conflicts } = draft;
  const choose = (way: Way) =>
    setChoices(
      Object.fromEntries(conflicts.map((each) => [each.path, { way, both: bothOf(each) }])),
    );
  const isDecided = conflicts.every(({ path }) => choices[path] !== undefined);
  const decide = () => {
    const chosen = conflicts.map((each) => [each.path, chosenOf(each, choices[each.path], draft)]);
    draft.resolve(Object.fromEntries(chosen) as Values);
    void save.saver.now({ isAsked: true });
  };
  return (
    <dialog
      {...modal}
      className={classes.dialog}
      aria-labelledby={id}
      aria-describedby={`${id}-lead`}
    >
      <h2 id={id}>{COPY.conflictTitle}</h2>
      <p id={`${id}-lead`}>{COPY.conflictLead}</p>
      <div className={classes.buttons}>
        <ActionButton size="xs" variant="default" onClick={() => choose("mine")}>
          {COPY.allMine}
        </ActionButton>
        <ActionButton size="xs" variant="default" onClick={() => choose("theirs")}>
          {COPY.allTheirs}
        </ActionButton>
      </div>
      {conflicts.map((conflict) => (
        <Field
          key={conflict.path}
          conflict={conflict}
          choice={choices[conflict.path]}
          onChoose={(choice) => setChoices({ ...choices, [conflict.path]: choice })}
        />
      ))}
      <div className={classes.buttons}>
        <ActionButton variant="default" onClick={() => save.saver.ask(false)}>
          {COPY.decideLater}
        </ActionButton>
        <ActionButton disabled={!isDecided} onClick={decide}>
          {COPY.saveChosen}
        </ActionButton>
      </div>
    </dialog>
  );
}

type FieldProps = {
  conflict: Conflict;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
};

function Field({ conflict, choice, onChoose }: FieldProps) {
  const { inputs } = useScope();
  const id = useId();
  const name = inputs.find(({ field }) => field === conflict.path)?.name ?? conflict.path;
  const both = choice?.both ?? bothOf(conflict);
  const radio = (way: Way, label: string) => (
    <label className={classes.way}>
      <input
        type="radio"
        name={id}
        checked={choice?.way === way}
        onChange={() => onChoose({ way, both })}
      />
      {label}
    </label>
  );
  return (
    <fieldset className={classes.field}>
      <legend>{name}</legend>
      <div className={classes.versions}>
        <section aria-label={COPY.yours(name)}>
          <h3>{COPY.mine}</h3>
          <p>{readable(conflict.mine)}</p>
          {radio("mine", COPY.keepMine)}
        </section>
        <section aria-label={COPY.others(name)}>
          <h3>{COPY.theirs}</h3>
          <p>
            {isUntold(conflict) ? COPY.endsIn(String(conflict.theirs)) : readable(conflict.theirs)}
          </p>
          {radio("theirs", COPY.takeTheirs)}
        </section>
      </div>
      {mayMerge(conflict) && radio("both", COPY.writeBoth)}
      {choice?.way === "both" && (
        <textarea
          aria-label={COPY.merged(name)}
          className={classes.both}
          rows={4}
          value={both}
          onChange={(event) => onChoose({ way: "both", both: event.target.value })}
        />
      )}
    </fieldset>
  );
}

/** Of a number that is never told, only the end is known. */
const isUntold = ({ path }: Conflict): boolean => path.endsWith("registrationNumber");

const mayMerge = (conflict: Conflict): boolean =>
  typeof conflict.mine !== "boolean" && !isUntold(conflict);

const linesOf = (value: Value): readonly string[] =>
  Array.isArray(value) ? value : [String(value)];

/** Theirs, then what only mine has: a start for whoever writes both into one. */
const bothOf = ({ mine, theirs }: Conflict): string =>
  [...new Set([...linesOf(theirs), ...linesOf(mine)])].filter((text) => text !== "").join("\n");

function chosenOf(conflict: Conflict, choice: Choice | undefined, draft: Draft): Value {
  if (choice?.way === "theirs") {
    // What is stored, as the form shows it: nothing, where it is never told.
    return isUntold(conflict) ? "" : conflict.theirs;
  }
  if (choice?.way === "both") {
    const lines = choice.both.split("\n").filter((line) => line.trim() !== "");
    return Array.isArray(conflict.mine) ? lines : choice.both;
  }
  return valueFrom(draft.values[conflict.path]) ?? conflict.mine;
}
