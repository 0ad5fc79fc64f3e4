import { useQueryClient } from "@tanstack/react-query";
import { api, entityTag, unwrap, type WriteHeaders } from "@/api/client";
import { useWrite } from "@/shared/write";
import { confirmed, failed } from "@/staff/ui/toast";
import { COPY } from "../copy";
import type { Draft } from "../form/drafts";
import type { Values } from "../form/values";
import { campaignQuery, REFRESHED_BY_WRITES } from "../queries";
import { type Action, type Campaign, isEditable, standingOf } from "../status";
import type { SaveDraft } from "./useSaveDraft";

/** `since` makes another try after the campaign moved on another intent, with a key of its own. */
type Intent = { action: Action; fixes: Values; since: string };

const CAMPAIGN = "/api/admin/a2p/campaigns/{campaignId}";
type Headers = WriteHeaders & { "If-Match": string };
const CALLS = {
  submit: (campaignId: string, header: Headers) =>
    unwrap(api.POST(`${CAMPAIGN}/submit`, { params: { path: { campaignId }, header } })),
  // Whatever is written meanwhile, the status is the same.
  refresh: (campaignId: string, { "If-Match": _, ...header }: Headers) =>
    unwrap(api.POST(`${CAMPAIGN}/refresh-status`, { params: { path: { campaignId }, header } })),
  resubmit: (campaignId: string, header: Headers) =>
    unwrap(api.POST(`${CAMPAIGN}/resubmit`, { params: { path: { campaignId }, header } })),
} as const satisfies Record<Action, unknown>;

type Options = { draft: Draft; save: SaveDraft; onSettled: () => void };

/**
 * Submits, refreshes and resubmits a campaign: one at a time, told by a toast and kept on the page
 * where it failed. What was typed and not saved goes first, so that what is sent is what is seen.
 */
export function useSubmission(campaign: Campaign, { draft, save, onSettled }: Options) {
  const client = useQueryClient();
  const { queryKey } = campaignQuery(campaign.id);
  const write = useWrite(
    async ({ action, fixes }: Intent, header) => {
      for (const [path, value] of Object.entries(fixes)) {
        draft.set(path, value);
      }
      await save.saver.nowOrThrow();
      // What goes out is what is seen here: another version, saved elsewhere, does not.
      const seen = client.getQueryData(queryKey) ?? campaign;
      const told = await CALLS[action](campaign.id, { ...header, "If-Match": entityTag(seen) });
      client.setQueryData(queryKey, told);
      return { action, told };
    },
    {
      refreshes: REFRESHED_BY_WRITES,
      onSuccess: ({ action, told }) => {
        const { name } = standingOf(told.status);
        confirmed(action === "refresh" ? COPY.refreshed(name) : COPY.submitted(name));
        onSettled();
      },
      // With the write, not with the page: it is told also to whoever has left the page meanwhile.
      onError: (error, { action }) => {
        failed(COPY.actionFailed[action](error.message));
        onSettled();
      },
    },
  );
  const start = (action: Action, fixes: Values = {}) =>
    write.mutate({ action, fixes, since: campaign.updatedAt });
  return {
    start,
    pending: write.isPending ? write.variables.action : null,
    failure: write.isError ? { action: write.variables.action, error: write.error } : null,
    mayEdit: isEditable(campaign),
  };
}

export type Submission = ReturnType<typeof useSubmission>;
