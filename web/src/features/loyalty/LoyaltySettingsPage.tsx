import { PageTitle } from "@/shared/PageTitle";

export default function LoyaltySettingsPage() {
  return <PageTitle title="LoyaltySettingsPage" />;
}
