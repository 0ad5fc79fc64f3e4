import { PageTitle } from "@/shared/PageTitle";

export default function WizardPage() {
  return <PageTitle title="WizardPage" />;
}
