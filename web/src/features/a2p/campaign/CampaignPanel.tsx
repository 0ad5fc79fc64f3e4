import { useMemo } from "react";
import { useDraft } from "../form/drafts";
import type { Campaign } from "../status";
import { CampaignForm } from "./CampaignForm";
import { storedContent } from "./content";
import { DriftNotice } from "./DriftNotice";
import { ManualTask } from "./ManualTask";
import { StatusCard } from "./StatusCard";
import { SubmissionHistory } from "./SubmissionHistory";
import { SupportDetails } from "./SupportDetails";
import { TwilioComparison } from "./TwilioComparison";
import { useSaveDraft } from "./useSaveDraft";

/** One campaign: where it stands, what it says, and what became of it so far. */
export function CampaignPanel({ campaign }: { campaign: Campaign }) {
  const stored = useMemo(() => storedContent(campaign), [campaign]);
  const draft = useDraft(campaign.id, stored);
  const save = useSaveDraft(campaign.id, draft);
  const wasSubmitted = campaign.submittedAt !== null;
  return (
    <>
      <StatusCard campaign={campaign} draft={draft} save={save} />
      {campaign.manualTask !== null && <ManualTask task={campaign.manualTask} />}
      <DriftNotice campaignId={campaign.id} />
      <CampaignForm campaign={campaign} draft={draft} save={save} />
      {wasSubmitted && <TwilioComparison campaignId={campaign.id} />}
      {wasSubmitted && <SubmissionHistory campaignId={campaign.id} />}
      <SupportDetails campaign={campaign} />
    </>
  );
}
