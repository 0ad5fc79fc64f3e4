import type { Schemas } from "@/api/client";
import { Paper, Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import reasons from "../campaign/Reasons.module.css";
import classes from "../campaign/StatusCard.module.css";
import { COPY } from "../copy";
import { FieldLink } from "../FieldLink";
import { brandStandingOf } from "./brand";
import { BUSINESS_COPY } from "./copy";
import { TextedCode } from "./TextedCode";

type Props = { profile: Schemas["BusinessProfile"]; toldAt: number };

/** How the business's registration stands, and what only its own people can do for it. */
export function BrandCard({ profile, toldAt }: Props) {
  const standing = brandStandingOf(profile.brandStatus);
  return (
    <Paper component="section" aria-labelledby="brand-status" className={classes.card}>
      <h2 id="brand-status" tabIndex={-1} className={classes.heading}>
        {BUSINESS_COPY.title} <StatusPill tone={standing.tone}>{standing.name}</StatusPill>
      </h2>
      <p className={classes.move}>
        {profile.brandNextStep === null ? (
          standing.sentence
        ) : (
          <>
            <strong>{BUSINESS_COPY.nextStep}.</strong> {profile.brandNextStep}
          </>
        )}
      </p>
      {profile.brandOtp !== null && <TextedCode code={profile.brandOtp} toldAt={toldAt} />}
      {profile.brandScore !== null && (
        <Text size="sm">
          {BUSINESS_COPY.score(profile.brandScore)}.{" "}
          <Text span c="dimmed" size="sm">
            {BUSINESS_COPY.scoreHelp}
          </Text>
        </Text>
      )}
      {profile.brandErrors.length > 0 && <BrandErrors errors={profile.brandErrors} />}
      {profile.brandStatus !== "APPROVED" && (
        <Text size="sm" c="dimmed">
          {COPY.triesLeft(profile.brandSubmissionsLeft)}
        </Text>
      )}
      <SupportWords profile={profile} />
    </Paper>
  );
}

function BrandErrors({ errors }: { errors: readonly Schemas["BrandError"][] }) {
  return (
    <details className={reasons.details} open>
      <summary>{BUSINESS_COPY.fixes}</summary>
      <ul className={reasons.reasons}>
        {errors.map((error) => (
          <li key={`${error.code} ${error.field} ${error.message}`}>
            <p className={reasons.message}>{error.message}</p>
            <p>{error.fix}</p>
            {error.field !== null && <FieldLink field={error.field} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The raw words, for whoever is asked to read them out. */
function SupportWords({ profile }: { profile: Schemas["BusinessProfile"] }) {
  const words = [
    profile.brandStatus,
    profile.brandIdentityStatus,
    ...profile.brandErrors.map((error) => error.code),
  ];
  return (
    <details>
      <summary>
        <Text span size="sm" c="dimmed">
          {COPY.support}
        </Text>
      </summary>
      <Text size="sm">{words.filter((word) => word !== null).join(", ")}</Text>
    </details>
  );
}
