import { Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { Link, useLocation } from "react-router";
import type { Schemas } from "@/api/client";
import { StatusPill } from "@/staff/ui/StatusPill";
import { COPY } from "../copy";
import { CAMPAIGN } from "../sections";
import { standingOf } from "../status";
import classes from "./CampaignList.module.css";
import { NewCampaign } from "./NewCampaign";

type Props = { page: Schemas["CampaignPage"]; selected: string | null };

/** The tenant's campaigns, each with where it stands; the selected one is in the address. */
export function CampaignList({ page, selected }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { state, key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each navigation that asks for it
  useEffect(() => {
    if (state?.focus === "campaigns") {
      heading.current?.focus();
    }
  }, [key]);
  return (
    <section aria-labelledby="your-campaigns" className={classes.section}>
      <h2 id="your-campaigns" ref={heading} tabIndex={-1} className={classes.heading}>
        {COPY.yourCampaigns}
      </h2>
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
      <NewCampaign />
    </section>
  );
}
