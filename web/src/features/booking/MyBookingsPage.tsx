import { PageTitle } from "@/shared/PageTitle";

export default function MyBookingsPage() {
  return <PageTitle title="MyBookingsPage" />;
}
