import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import { useWrite } from "@/shared/write";
import { ActionButton } from "@/staff/ui/ActionButton";
import { ErrorNotice } from "@/staff/ui/ErrorNotice";
import { confirmed } from "@/staff/ui/toast";
import { COPY } from "../copy";
import { campaignQuery, REFRESHED_BY_WRITES } from "../queries";
import { CAMPAIGN } from "../sections";
import classes from "./NewCampaign.module.css";

/** A campaign begins with a name; what it sends is written afterwards. */
export function NewCampaign() {
  const [name, setName] = useState<string | null>(null);
  const [isBack, setIsBack] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useWrite(
    (wanted: string, header) =>
      unwrap(api.POST("/api/admin/a2p/campaigns", { params: { header }, body: { name: wanted } })),
    {
      refreshes: REFRESHED_BY_WRITES,
      onSuccess: (campaign) => {
        client.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
        confirmed(COPY.created);
        setName(null);
        setIsBack(false);
        void navigate({ search: `${CAMPAIGN}=${campaign.id}` }, { state: { focus: "status" } });
      },
    },
  );
  const cancel = () => {
    setName(null);
    setIsBack(true);
    create.reset();
  };
  if (name === null) {
    return (
      <Button variant="default" autoFocus={isBack} onClick={() => setName("")}>
        {COPY.newCampaign}
      </Button>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(name);
      }}
    >
      <TextInput
        label={COPY.newCampaignName}
        description={COPY.newCampaignHint}
        error={create.error?.fields.name?.[0]}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={200}
        required
        autoFocus
      />
      {create.error !== null && create.error.fields.name === undefined && (
        <ErrorNotice error={create.error} />
      )}
      <div className={classes.buttons}>
        <ActionButton type="submit" isBusy={create.isPending}>
          {COPY.create}
        </ActionButton>
        <Button variant="default" onClick={cancel}>
          {COPY.cancel}
        </Button>
      </div>
    </form>
  );
}
