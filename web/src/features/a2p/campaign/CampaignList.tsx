import { useRef } from "react";
import { Link } from "react-router";
import type { Schemas } from "@/api/client";
import { Text } from "@/staff/ui/layout";
import { StatusPill } from "@/staff/ui/StatusPill";
import { COPY } from "../copy";
import { CAMPAIGN } from "../sections";
import { standingOf } from "../status";
import { useFocusIfAsked } from "../useFocusIfAsked";
import classes from "./CampaignList.module.css";
import { NewCampaign } from "./NewCampaign";

type Props = { page: Schemas["CampaignPage"]; selected: string | null };

/** The tenant's campaigns, each with where it stands; the selected one is in the address. */
export function CampaignList({ page, selected }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusIfAsked("campaigns", heading);
  return (
    <section aria-labelledby="your-campaigns" className={classes.section}>
      <div className={classes.head}>
        <h2 id="your-campaigns" ref={heading} tabIndex={-1} className={classes.heading}>
          {COPY.yourCampaigns}
        </h2>
        <NewCampaign />
      </div>
      <ul className={classes.list}>
        {page.items.map((campaign) => {
          const standing = standingOf(campaign.status);
          return (
            <li key={campaign.id}>
              <Link
                to={{ search: `${CAMPAIGN}=${campaign.id}` }}
                aria-current={campaign.id === selected ? "true" : undefined}
                className={classes.campaign}
              >
                <span className={classes.name}>{campaign.name}</span>{" "}
                <StatusPill tone={standing.tone}>{standing.name}</StatusPill>
              </Link>
            </li>
          );
        })}
      </ul>
      {page.total > page.items.length && (
        <Text size="sm" c="dimmed">
          {COPY.tooMany(page.items.length, page.total)}
        </Text>
      )}
    </section>
  );
}
