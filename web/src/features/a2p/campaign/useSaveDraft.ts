import { useQueryClient } from "@tanstack/react-query";
import { api, entityTag, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import type { Draft } from "../form/drafts";
import type { Values } from "../form/values";
import { campaignQuery, REFRESHED_BY_WRITES } from "../queries";
import type { Campaign } from "../status";
import { changesFrom } from "./content";

/** Saves what was typed, and only that: a field somebody else changed meanwhile stays theirs. */
export function useSaveDraft(campaign: Campaign, draft: Draft) {
  const client = useQueryClient();
  return useWrite(
    async (changes: Values, header) => {
      const saved = await unwrap(
        api.PATCH("/api/admin/a2p/campaigns/{campaignId}", {
          params: {
            path: { campaignId: campaign.id },
            header: { ...header, "If-Match": entityTag(campaign) },
          },
          body: changesFrom(changes),
        }),
      );
      client.setQueryData(campaignQuery(campaign.id).queryKey, saved);
      draft.settle({ ...draft.values, ...changes });
      return saved;
    },
    { refreshes: REFRESHED_BY_WRITES },
  );
}

export type SaveDraft = ReturnType<typeof useSaveDraft>;
