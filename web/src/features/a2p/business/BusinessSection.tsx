import { useQuery } from "@tanstack/react-query";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack } from "@/staff/ui/layout";
import { DriftNotice } from "../campaign/DriftNotice";
import { formQuery, profileQuery } from "../queries";
import { BrandCard } from "./BrandCard";
import { BusinessForm } from "./BusinessForm";

/** Who the business is, as carriers compare it with public records, and how that stands. */
export default function BusinessSection() {
  const profile = useQuery(profileQuery);
  const form = useQuery(formQuery);
  const skeleton = (
    <Stack gap="lg">
      <Skeleton height={140} />
      <Skeleton height={560} />
    </Stack>
  );
  return (
    <Loaded query={profile} skeleton={skeleton}>
      {(told) => (
        <Stack gap="lg">
          <BrandCard profile={told} toldAt={profile.dataUpdatedAt} />
          <DriftNotice campaignId={null} />
          <Loaded query={form} skeleton={<Skeleton height={560} />}>
            {(rules) => <BusinessForm profile={told} form={rules} />}
          </Loaded>
        </Stack>
      )}
    </Loaded>
  );
}
