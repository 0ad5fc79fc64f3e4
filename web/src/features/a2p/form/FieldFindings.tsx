import { Button } from "@mantine/core";
import { COPY } from "../copy";
import classes from "./Findings.module.css";
import { type Field, type Finding, focusField, suggestedValue } from "./scope";

/** What is found in a field, each with a way out; a suggestion fills the field as it is. */
export function FieldFindings({ field }: { field: Field }) {
  return field.findings.map((finding) => (
    <div
      key={`${finding.ruleId} ${finding.message}`}
      className={classes.finding}
      data-severity={finding.severity}
    >
      <p className={classes.message}>
        <Severity finding={finding} /> {finding.message}
      </p>
      <p className={classes.suggestion}>{finding.suggestion}</p>
      {!field.isReadOnly && <UseSuggestion field={field} finding={finding} />}
    </div>
  ));
}

export function Severity({ finding }: { finding: Finding }) {
  const word = COPY.severities[finding.severity] ?? COPY.checking;
  return (
    <strong className={classes.severity} data-severity={finding.severity}>
      {finding.becauseRejected ? `${COPY.becauseRejected}:` : `${word}:`}
    </strong>
  );
}

function UseSuggestion({ field, finding }: { field: Field; finding: Finding }) {
  const value = suggestedValue(finding);
  if (value === null) {
    return null;
  }
  return (
    <Button
      size="compact-sm"
      variant="light"
      aria-label={COPY.suggestionFor(field.name)}
      onClick={() => {
        field.set(value);
        // The button goes with its finding.
        focusField(field.path);
      }}
    >
      {COPY.useSuggestion}
    </Button>
  );
}
