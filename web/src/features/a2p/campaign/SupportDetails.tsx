import { COPY } from "../copy";
import type { Campaign } from "../status";
import { readable } from "./held";
import classes from "./More.module.css";

/** The raw words and ids: the one place for them, for whoever is asked to read them out. */
export function SupportDetails({ campaign }: { campaign: Campaign }) {
  const told = {
    id: campaign.id,
    status: campaign.status,
    stage: campaign.stage,
    trusthubStatus: campaign.trusthubStatus,
    trusthubLastError: campaign.trusthubLastError,
    twilioBrandSid: campaign.twilioBrandSid,
    twilioCampaignSid: campaign.twilioCampaignSid,
    messagingServiceSid: campaign.messagingServiceSid,
    rejectionCodes: campaign.rejectionReasons.map((reason) => reason.code),
  };
  return (
    <details className={classes.support}>
      <summary>{COPY.support}</summary>
      <dl className={classes.pairs}>
        {Object.entries(told).map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
      </dl>
    </details>
  );
}

function Pair({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{readable(value)}</dd>
    </>
  );
}
