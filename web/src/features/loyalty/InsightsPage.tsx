import { PageTitle } from "@/shared/PageTitle";

export default function InsightsPage() {
  return <PageTitle title="InsightsPage" />;
}
