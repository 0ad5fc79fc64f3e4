import { PageTitle } from "@/shared/PageTitle";

export default function SignInPage() {
  return <PageTitle title="SignInPage" />;
}
