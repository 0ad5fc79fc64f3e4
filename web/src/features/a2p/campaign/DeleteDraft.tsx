import { Button } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ConfirmDialog } from "@/staff/ui/ConfirmDialog";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { confirmed } from "@/staff/ui/toast";
import { COPY } from "../copy";
import { forget } from "../form/drafts";
import { REFRESHED_BY_WRITES } from "../queries";
import type { Campaign } from "../status";

export function DeleteDraft({ campaign }: { campaign: Campaign }) {
  const [isAsking, setIsAsking] = useState(false);
  const navigate = useNavigate();
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
