import { Alert } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, entityTag, type Schemas, unwrap } from "@/api/client";
import { useDebounced } from "@/shared/useDebounced";
import { useWrite } from "@/shared/write";
import { confirmed } from "@/staff/ui/toast";
import { Checks } from "../form/Checks";
import { useDraft } from "../form/drafts";
import classes from "../form/Form.module.css";
import { SaveBar } from "../form/SaveBar";
import { ScopeProvider } from "../form/scope";
import { errorsByField, type Values } from "../form/values";
import {
  campaignsQuery,
  profileFindingsQuery,
  profileQuery,
  REFRESHED_BY_WRITES,
} from "../queries";
import { BusinessFields } from "./BusinessFields";
import { lockOf } from "./brand";
import { BUSINESS_COPY } from "./copy";
import { inputFrom, isRequiredOf, PREFIX, profileValues } from "./profile";

type Props = { profile: Schemas["BusinessProfile"]; form: Schemas["RegistrationForm"] };

/** What carriers compare with public records; checked while it is typed. */
export function BusinessForm({ profile, form }: Props) {
  const stored = useMemo(() => profileValues(profile, form.inputs), [profile, form.inputs]);
  const draft = useDraft("business-profile", stored);
  const client = useQueryClient();
  const save = useWrite(
    async (values: Values, header) => {
      const saved = await unwrap(
        api.PUT("/api/admin/a2p/business-profile", {
          params: { header: { ...header, "If-Match": entityTag(profile) } },
          body: inputFrom(values),
        }),
      );
      client.setQueryData(profileQuery.queryKey, saved);
      draft.settle(values);
      return saved;
    },
    { refreshes: REFRESHED_BY_WRITES, onSuccess: () => confirmed(BUSINESS_COPY.saved) },
  );
  const lock = lockOf(profile, useQuery(campaignsQuery).data?.items ?? []);
  const changes = useDebounced(draft.changes);
  const findings = useQuery({
    ...profileFindingsQuery(inputFrom({ ...stored, ...changes })),
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
              save.mutate(draft.values);
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
