import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Paper } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { COPY } from "../copy";
import { FieldLink } from "../FieldLink";
import type { Draft } from "../form/drafts";
import { isAboutBusiness } from "../form/values";
import { findingsQuery, timelineQuery } from "../queries";
import { type Action, type Campaign, isDeletable, standingOf } from "../status";
import { useFocusIfAsked } from "../useFocusIfAsked";
import { Actions } from "./Actions";
import { Dates } from "./Dates";
import { DeleteDraft } from "./DeleteDraft";
import { Reasons } from "./Reasons";
import { RegistrationTimeline } from "./RegistrationTimeline";
import classes from "./StatusCard.module.css";
import { SuspensionNotice } from "./SuspensionNotice";
import type { SaveDraft } from "./useSaveDraft";
import { useSubmission } from "./useSubmission";

type Props = { campaign: Campaign; draft: Draft; save: SaveDraft };

/** Where the campaign stands, who moves next, and the one thing to do now. */
export function StatusCard({ campaign, draft, save }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [asking, setAsking] = useState<Action | null>(null);
  const [settled, setSettled] = useState(0);
  const submission = useSubmission(campaign, {
    draft,
    save,
    onSettled: () => {
      setAsking(null);
      setSettled((count) => count + 1);
    },
  });
  useEffect(() => {
    // The button that was pressed may be closed now, and a closed button holds no focus.
    if (settled > 0) {
      heading.current?.focus();
    }
  }, [settled]);
  useFocusIfAsked("status", heading);
  const standing = standingOf(campaign.status);
  return (
    <Paper component="section" aria-labelledby="campaign-status" className={classes.card}>
      <header className={classes.head}>
        <h2 id="campaign-status" ref={heading} tabIndex={-1} className={classes.heading}>
          {campaign.name} <StatusPill tone={standing.tone}>{standing.name}</StatusPill>
        </h2>
        {campaign.isPrimary && (
          <Badge variant="outline" color="gray" tt="none">
            {COPY.primary}
          </Badge>
        )}
        {isDeletable(campaign) && <DeleteDraft campaign={campaign} />}
      </header>
      <NextMove campaign={campaign} />
      <SuspensionNotice campaign={campaign} />
      <Actions
        campaign={campaign}
        draft={draft}
        submission={submission}
        asking={asking}
        onAsk={setAsking}
      />
      <Reasons campaign={campaign} />
      <RegistrationTimeline campaign={campaign} />
      <Dates campaign={campaign} />
    </Paper>
  );
}

const STOPPED: ReadonlySet<string> = new Set(["REJECTED", "ERROR", "SUSPENDED"]);

/** Who moves next, how, and where; what stopped a campaign is told in its details, in full. */
function NextMove({ campaign }: { campaign: Campaign }) {
  const timeline = useQuery(timelineQuery(campaign)).data;
  const mover = COPY.movers[timeline?.nextMover ?? ""];
  const { sentence } = standingOf(campaign.status);
  const told = STOPPED.has(campaign.status) ? sentence : (timeline?.nextMove ?? sentence);
  const isDraft = campaign.status === "DRAFT";
  return (
    <p className={classes.move}>
      {mover !== undefined && <strong>{mover}. </strong>}
      {told} {isDraft && <FirstFinding campaign={campaign} />}
    </p>
  );
}

/** Where a draft goes on: the business comes first, since every campaign is based on it. */
function FirstFinding({ campaign }: { campaign: Campaign }) {
  const findings = useQuery(findingsQuery(campaign.id, {})).data?.items ?? [];
  const blocking = findings.filter((finding) => finding.severity === "BLOCKING");
  const first = blocking.find(isAboutBusiness) ?? blocking[0];
  return first === undefined ? null : <FieldLink field={first.field} />;
}
