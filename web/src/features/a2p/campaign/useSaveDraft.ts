import { useQueryClient } from "@tanstack/react-query";
import { api, entityTag, unwrap } from "@/api/client";
import type { Draft } from "../form/drafts";
import { useSaver } from "../form/useSaver";
import { campaignQuery } from "../queries";
import { type Campaign, isEditable } from "../status";
import { changesFrom, storedContent } from "./content";

/** Saves what was typed, and only that: a field somebody else changed meanwhile stays theirs. */
export function useSaveDraft(id: string, draft: Draft) {
  const client = useQueryClient();
  const { queryKey } = campaignQuery(id);
  const known = () => client.getQueryData<Campaign>(queryKey);
  return useSaver(draft, {
    read: () => {
      const campaign = known();
      return campaign !== undefined && isEditable(campaign) ? storedContent(campaign) : null;
    },
    write: (changes, { idempotencyKey, keepalive }) =>
      unwrap(
        api.PATCH("/api/admin/a2p/campaigns/{campaignId}", {
          params: {
            path: { campaignId: id },
            header: { "Idempotency-Key": idempotencyKey, "If-Match": entityTag(known() ?? {}) },
          },
          body: changesFrom(changes),
          keepalive,
        }),
      ),
    accept: (campaign) => client.setQueryData(queryKey, campaign as Campaign),
  });
}

export type SaveDraft = ReturnType<typeof useSaveDraft>;
