import { COPY } from "../copy";
import { FieldLink } from "../FieldLink";
import type { Campaign } from "../status";
import classes from "./Reasons.module.css";

const TOLD: ReadonlySet<string> = new Set(["REJECTED", "ERROR", "SUSPENDED"]);

/** What went wrong, in plain words, each reason with the way to the field at fault. */
export function Reasons({ campaign }: { campaign: Campaign }) {
  const { rejectionReasons: reasons, trusthubLastError: error } = campaign;
  if (reasons.length === 0 && (error === null || !TOLD.has(campaign.status))) {
    return null;
  }
  // With one reason the last error says the same once more.
  const isTold = reasons.some((reason) => reason.message === error);
  return (
    <details className={classes.details} open>
      <summary>{COPY.details}</summary>
      {error !== null && !isTold && <p>{error}</p>}
      {reasons.length > 0 && (
        <ul className={classes.reasons}>
          {reasons.map((reason) => (
            <li key={`${reason.code} ${reason.field} ${reason.message}`}>
              <p className={classes.message}>{reason.message}</p>
              <p>{reason.fix}</p>
              {reason.field !== null && <FieldLink field={reason.field} />}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
