import { Alert } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, entityTag, type Schemas, unwrap } from "@/api/client";
import { useDebounced } from "@/shared/useDebounced";
import { Checks } from "../form/Checks";
import { ConflictDialog } from "../form/ConflictDialog";
import { type Draft, useDraft } from "../form/drafts";
import classes from "../form/Form.module.css";
import { SaveBar } from "../form/SaveBar";
import { saveAsAsked } from "../form/saveAsAsked";
import { ScopeProvider } from "../form/scope";
import { useSaver } from "../form/useSaver";
import { errorsByField } from "../form/values";
import { campaignsQuery, profileFindingsQuery, profileQuery } from "../queries";
import { BusinessFields } from "./BusinessFields";
import { lockOf } from "./brand";
import { BUSINESS_COPY } from "./copy";
import { inputFrom, isRequiredOf, PREFIX, storedProfile } from "./profile";

type Profile = Schemas["BusinessProfile"];
type Inputs = Schemas["RegistrationForm"]["inputs"];
type Props = { profile: Profile; form: Schemas["RegistrationForm"] };

/** What carriers compare with public records; checked while it is typed. */
export function BusinessForm({ profile, form }: Props) {
  const stored = useMemo(() => storedProfile(profile, form.inputs), [profile, form.inputs]);
  const draft = useDraft("business-profile", stored);
  const campaigns = useQuery(campaignsQuery).data?.items ?? [];
  const lock = lockOf(profile, campaigns);
  const save = useSaveProfile(draft, form.inputs, lock !== null);
  const changes = useDebounced(draft.changes);
  const findings = useQuery({
    ...profileFindingsQuery(inputFrom({ ...stored.values, ...changes })),
    enabled: lock === null,
  });
  return (
    <section aria-labelledby="business-form">
      <h2 id="business-form" className={classes.heading}>
        {BUSINESS_COPY.form}
      </h2>
      <ScopeProvider
        value={{
          draft,
          inputs: form.inputs,
          findings: lock === null ? (findings.data?.items ?? []) : [],
          errors: errorsByField(save.error, PREFIX),
          isReadOnly: lock !== null,
          fixedFields: [],
          hints: BUSINESS_COPY.hints,
          isRequired: (input) => isRequiredOf(input, draft.values),
        }}
      >
        <div className={classes.columns}>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void saveAsAsked(save, BUSINESS_COPY.saved);
            }}
          >
            {lock !== null && (
              <Alert color="blue" variant="light" className={classes.notice}>
                {lock}
              </Alert>
            )}
            <BusinessFields form={form} last4={profile.registrationNumberLast4} />
            {(lock === null || draft.isDirty) && (
              <SaveBar draft={draft} save={save} label={BUSINESS_COPY.save} />
            )}
          </form>
          {save.phase === "conflict" && save.isAsked && (
            <ConflictDialog draft={draft} save={save} />
          )}
          {lock === null && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <aside aria-label={BUSINESS_COPY.beside} tabIndex={0} className={classes.aside}>
              <Checks
                findings={findings}
                isBehind={changes !== draft.changes || findings.isFetching}
                readiness={BUSINESS_COPY.ready}
                isBusiness
              />
            </aside>
          )}
        </div>
      </ScopeProvider>
    </section>
  );
}

/** Replaces the whole profile: what was typed, on top of what is stored now. */
function useSaveProfile(draft: Draft, inputs: Inputs, isLocked: boolean) {
  const client = useQueryClient();
  const known = () => client.getQueryData(profileQuery.queryKey);
  const read = () => {
    const profile = known();
    return profile === undefined || isLocked ? null : storedProfile(profile, inputs);
  };
  return useSaver(draft, {
    read,
    write: (changes, { idempotencyKey, keepalive }) =>
      unwrap(
        api.PUT("/api/admin/a2p/business-profile", {
          params: {
            header: { "Idempotency-Key": idempotencyKey, "If-Match": entityTag(known() ?? {}) },
          },
          body: inputFrom({ ...read()?.values, ...changes }),
          keepalive,
        }),
      ),
    accept: (profile) => client.setQueryData(profileQuery.queryKey, profile as Profile),
  });
}
