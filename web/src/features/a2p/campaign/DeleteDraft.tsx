import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, type Schemas, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ConfirmDialog } from "@/staff/ui/ConfirmDialog";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { confirmed } from "@/staff/ui/toast";
import { COPY } from "../copy";
import { forget } from "../form/drafts";
import { campaignQuery, campaignsQuery, REFRESHED_BY_WRITES } from "../queries";
import type { Campaign } from "../status";

export function DeleteDraft({ campaign }: { campaign: Campaign }) {
  const [isAsking, setIsAsking] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useWrite(
    (campaignId: string, header) =>
      unwrap(
        api.DELETE("/api/admin/a2p/campaigns/{campaignId}", {
          params: { path: { campaignId }, header },
        }),
      ),
    {
      refreshes: REFRESHED_BY_WRITES,
      onSuccess: () => {
        forget(campaign.id);
        client.setQueryData(campaignsQuery.queryKey, (page) => page && without(page, campaign.id));
        client.removeQueries({ queryKey: campaignQuery(campaign.id).queryKey });
        confirmed(COPY.deleted);
        // The campaigns that are left take the focus.
        void navigate({ search: "" }, { state: { focus: "campaigns" }, replace: true });
      },
    },
  );
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setIsAsking(true)}>
        {COPY.delete}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={COPY.deleteTitle}
          confirm={COPY.delete}
          isDangerous
          isBusy={remove.isPending}
          onConfirm={() => remove.mutate(campaign.id)}
          onClose={() => setIsAsking(false)}
        >
          {COPY.deleteHelp(campaign.name)}
          {remove.error !== null && <ErrorNotice error={remove.error} />}
        </ConfirmDialog>
      )}
    </>
  );
}

/** At once, not only when the list is fetched again: nothing is to be asked of it any more. */
function without(page: Schemas["CampaignPage"], id: string): Schemas["CampaignPage"] {
  const items = page.items.filter((campaign) => campaign.id !== id);
  return { ...page, items, total: page.total - (page.items.length - items.length) };
}
