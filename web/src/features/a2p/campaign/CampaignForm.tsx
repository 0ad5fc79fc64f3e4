import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { useAfterwards } from "@/shared/useAfterwards";
import { useDebounced } from "@/shared/useDebounced";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Text } from "@/staff/ui/layout";
import { COPY } from "../copy";
import { Checks } from "../form/Checks";
import { ConflictDialog } from "../form/ConflictDialog";
import type { Draft } from "../form/drafts";
import classes from "../form/Form.module.css";
import { ChoiceField, FlagField, KeywordsField, TextField } from "../form/fields";
import { Group } from "../form/Group";
import { SamplesField } from "../form/SamplesField";
import { SaveBar } from "../form/SaveBar";
import { saveAsAsked } from "../form/saveAsAsked";
import { ScopeProvider, useScope } from "../form/scope";
import { useHashFocus } from "../form/useHashFocus";
import { errorsByField, textOf } from "../form/values";
import { findingsQuery, formQuery, useCasesQuery } from "../queries";
import { type Campaign, isEditable } from "../status";
import { changesFrom } from "./content";
import { PhonePreview } from "./PhonePreview";
import type { SaveDraft } from "./useSaveDraft";

type Props = { campaign: Campaign; draft: Draft; save: SaveDraft };

/** The assistant: all that carriers ask, checked while it is typed, beside what customers will see. */
export function CampaignForm({ campaign, draft, save }: Props) {
  const form = useQuery(formQuery);
  const changes = useDebounced(draft.changes);
  const findings = useQuery(findingsQuery(campaign.id, changesFrom(changes)));
  const mayEdit = isEditable(campaign);
  return (
    <section aria-labelledby="campaign-form">
      <h2 id="campaign-form" className={classes.heading}>
        {COPY.form}
      </h2>
      <Loaded query={form} skeleton={<Skeleton height={480} />}>
        {({ inputs }) => (
          <ScopeProvider
            value={{
              draft,
              inputs,
              findings: mayEdit ? (findings.data?.items ?? []) : [],
              errors: errorsByField(save.error),
              isReadOnly: !mayEdit,
              fixedFields: campaign.fixedFields,
              hints: COPY.hints,
              isRequired: (input) => input.requiredOf.length > 0,
            }}
          >
            <div className={classes.columns}>
              <form
                noValidate
                onSubmit={(event) => {
                  event.preventDefault();
                  void saveAsAsked(save, COPY.saved);
                }}
              >
                <ReadOnlyNotice status={campaign.status} />
                <Fields />
                {(mayEdit || draft.isDirty) && (
                  <SaveBar draft={draft} save={save} label={COPY.save} />
                )}
              </form>
              {save.phase === "conflict" && save.isAsked && (
                <ConflictDialog draft={draft} save={save} />
              )}
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
              <aside aria-label={COPY.beside} tabIndex={0} className={classes.aside}>
                {mayEdit && (
                  <Checks
                    findings={findings}
                    isBehind={changes !== draft.changes || findings.isFetching}
                    readiness={readinessOf(campaign, draft)}
                  />
                )}
                <PhonePreview values={draft.values} />
              </aside>
            </div>
          </ScopeProvider>
        )}
      </Loaded>
    </section>
  );
}

/** What it means that nothing is left to fix. */
function readinessOf(campaign: Campaign, draft: Draft): string {
  if (campaign.submittedAt !== null) {
    return COPY.noFindings;
  }
  return draft.isDirty ? COPY.readyOnceSaved : COPY.readyNow;
}

function ReadOnlyNotice({ status }: { status: string }) {
  const sentence = COPY.readOnly[status];
  return sentence === undefined ? null : (
    <Alert color="blue" variant="light" className={classes.notice}>
      {sentence}
    </Alert>
  );
}

function Fields() {
  useHashFocus();
  const { hash } = useLocation();
  // A form this long, drawn at once, holds up a phone; whoever is led to a field wants it there.
  const isWhole = useAfterwards() || hash !== "";
  return (
    <div className={classes.groups}>
      <Group title={COPY.groups.message}>
        <TextField path="name" />
        <UseCaseField />
        <TextField path="description" rows={4} />
      </Group>
      {isWhole && <FurtherFields />}
    </div>
  );
}

function FurtherFields() {
  return (
    <>
      <Group title={COPY.groups.consent}>
        <TextField path="messageFlow" rows={6} />
        <FlagField path="subscriberOptIn" />
        <KeywordsField path="optInKeywords" />
        <TextField path="optInMessage" rows={3} />
      </Group>
      <Group title={COPY.groups.samples}>
        <SamplesField path="sampleMessages" />
        <FlagField path="hasEmbeddedLinks" />
        <FlagField path="hasEmbeddedPhone" />
        <FlagField path="ageGated" />
        <FlagField path="directLending" />
      </Group>
      <Group title={COPY.groups.replies}>
        <KeywordsField path="optOutKeywords" />
        <TextField path="optOutMessage" rows={3} />
        <KeywordsField path="helpKeywords" />
        <TextField path="helpMessage" rows={3} />
      </Group>
      <Group title={COPY.groups.policies}>
        <TextField path="privacyPolicyUrl" type="url" />
        <TextField path="termsAndConditionsUrl" type="url" />
      </Group>
    </>
  );
}

/** As Twilio offers them to this business; the list may be slow, and never holds up the form. */
function UseCaseField() {
  const useCases = useQuery(useCasesQuery).data?.items ?? [];
  const chosen = textOf(useScope().draft.values.useCase);
  const useCase = useCases.find((each) => each.code === chosen);
  return (
    <ChoiceField path="useCase" choices={useCases.map(({ code, name }) => ({ value: code, name }))}>
      {useCase !== undefined && (
        <Text size="sm" c="dimmed">
          {useCase.description} {useCase.postApprovalRequired && COPY.useCaseExtraReview}
        </Text>
      )}
    </ChoiceField>
  );
}
