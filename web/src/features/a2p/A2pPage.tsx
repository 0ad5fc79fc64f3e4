import { Suspense } from "react";
import { Link, useSearchParams } from "react-router";
import { PageTitle } from "@/shared/PageTitle";
import { retryable } from "@/shared/retryable";
import { Text } from "@/staff/ui/layout";
import { PageSkeleton } from "@/staff/ui/PageSkeleton";
import classes from "./A2pPage.module.css";
import { CampaignsSection } from "./campaign/CampaignsSection";
import { COPY } from "./copy";
import { BUSINESS, SECTION } from "./sections";

/** Fetched by whoever opens it: a campaign is looked at more often than the business behind it. */
const businessSection = retryable(() => import("./business/BusinessSection"));

/** The registration with the carriers: what a business sends, and who it is. */
export default function A2pPage() {
  const [params] = useSearchParams();
  const BusinessSection = businessSection();
  const isBusiness = params.get(SECTION) === BUSINESS;
  return (
    <div className={classes.page}>
      <header>
        <PageTitle title={COPY.title} />
        <Text c="dimmed" maw="68ch">
          {COPY.lead}
        </Text>
      </header>
      <nav aria-label={COPY.sections} className={classes.sections}>
        <SectionLink isHere={!isBusiness} to={null}>
          {COPY.campaigns}
        </SectionLink>
        <SectionLink isHere={isBusiness} to={BUSINESS}>
          {COPY.business}
        </SectionLink>
      </nav>
      <Suspense fallback={<PageSkeleton />}>
        {isBusiness ? <BusinessSection /> : <CampaignsSection />}
      </Suspense>
    </div>
  );
}

type LinkProps = { to: string | null; isHere: boolean; children: string };

/** Keeps the selected campaign in the address. */
function SectionLink({ to, isHere, children }: LinkProps) {
  const [params] = useSearchParams();
  const search = new URLSearchParams(params);
  if (to === null) {
    search.delete(SECTION);
  } else {
    search.set(SECTION, to);
  }
  return (
    <Link to={{ search: search.toString() }} aria-current={isHere ? "page" : undefined}>
      {children}
    </Link>
  );
}
