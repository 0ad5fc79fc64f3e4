import { PageTitle } from "@/shared/PageTitle";

export default function PhonePage() {
  return <PageTitle title="PhonePage" />;
}
