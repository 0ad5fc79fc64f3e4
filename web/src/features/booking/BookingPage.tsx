import { PageTitle } from "@/shared/PageTitle";

export default function BookingPage() {
  return <PageTitle title="BookingPage" />;
}
