import { PageTitle } from "@/shared/PageTitle";

export default function BookingsPage() {
  return <PageTitle title="BookingsPage" />;
}
