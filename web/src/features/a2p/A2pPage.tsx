import { PageTitle } from "@/shared/PageTitle";

export default function A2pPage() {
  return <PageTitle title="A2pPage" />;
}
