import { PageTitle } from "@/shared/PageTitle";

export default function IvrPage() {
  return <PageTitle title="IvrPage" />;
}
