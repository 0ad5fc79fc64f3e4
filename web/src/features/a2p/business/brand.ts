import type { Schemas } from "@/api/client";
import type { Tone } from "@/staff/ui/StatusPill";
import { COPY } from "../copy";
import type { Campaign } from "../status";
import { BUSINESS_COPY } from "./copy";

type Profile = Schemas["BusinessProfile"];
type BrandStatus = Profile["brandStatus"];

const TONES: Readonly<Record<BrandStatus, Tone>> = {
  NOT_STARTED: "neutral",
  PENDING: "waiting",
  IN_REVIEW: "waiting",
  APPROVED: "good",
  FAILED: "bad",
  SUSPENDED: "bad",
  DELETION_PENDING: "attention",
  DELETION_FAILED: "attention",
};

export function brandStandingOf(status: string): { name: string; sentence: string; tone: Tone } {
  if (!Object.hasOwn(TONES, status)) {
    return { name: COPY.checking, sentence: BUSINESS_COPY.unknown, tone: "neutral" };
  }
  const known = status as BrandStatus;
  return { ...BUSINESS_COPY.brand[known], tone: TONES[known] };
}

/** Why the profile cannot be changed now; null where it can. */
export function lockOf(profile: Profile, campaigns: readonly Campaign[]): string | null {
  const byBrand = BUSINESS_COPY.locked[profile.brandStatus];
  const isUnderWay = campaigns.some((campaign) => campaign.status === "SUBMITTED");
  return byBrand ?? (isUnderWay ? BUSINESS_COPY.lockedByCampaign : null);
}
