import { PageTitle } from "@/shared/PageTitle";

export default function RewardsPage() {
  return <PageTitle title="RewardsPage" />;
}
