import { PageTitle } from "@/shared/PageTitle";

export default function OperatorPage() {
  return <PageTitle title="OperatorPage" />;
}
