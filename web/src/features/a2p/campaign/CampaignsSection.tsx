import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useSearchParams } from "react-router";
import { Empty } from "@/staff/ui/Empty";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack } from "@/staff/ui/layout";
import { COPY } from "../copy";
import { campaignQuery, campaignsQuery } from "../queries";
import { CAMPAIGN } from "../sections";
import type { Campaign } from "../status";
import { useFocusIfAsked } from "../useFocusIfAsked";
import { CampaignList } from "./CampaignList";
import { CampaignPanel } from "./CampaignPanel";
import { NewCampaign } from "./NewCampaign";

const SKELETON = (
  <Stack gap="lg">
    <Skeleton height={64} width="60%" />
    <Skeleton height={280} />
    <Skeleton height={420} />
  </Stack>
);

export function CampaignsSection() {
  const campaigns = useQuery(campaignsQuery);
  const [params] = useSearchParams();
  return (
    <Loaded
      query={campaigns}
      skeleton={SKELETON}
      empty={{
        when: (page) => page.items.length === 0,
        show: <NoCampaign />,
      }}
    >
      {(page) => {
        const selected = params.get(CAMPAIGN) ?? usualOf(page.items);
        return (
          <Stack gap="lg">
            <CampaignList page={page} selected={selected} />
            {selected !== null && <SelectedCampaign key={selected} id={selected} />}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function NoCampaign() {
  const section = useRef<HTMLElement>(null);
  useFocusIfAsked("campaigns", section);
  return (
    <section ref={section} tabIndex={-1} aria-label={COPY.noCampaign}>
      <Empty title={COPY.noCampaign} action={<NewCampaign />}>
        {COPY.noCampaignHelp}
      </Empty>
    </section>
  );
}

function SelectedCampaign({ id }: { id: string }) {
  const campaign = useQuery(campaignQuery(id));
  return (
    <Loaded query={campaign} skeleton={SKELETON}>
      {(told) => <CampaignPanel campaign={told} />}
    </Loaded>
  );
}

const usualOf = (campaigns: readonly Campaign[]): string | null =>
  (campaigns.find((campaign) => campaign.isPrimary) ?? campaigns[0])?.id ?? null;
