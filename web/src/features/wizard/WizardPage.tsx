import { useQuery } from "@tanstack/react-query";
import { PageTitle } from "@/shared/PageTitle";
import { Loaded } from "@/staff/ui/Loaded";
import { Stack, Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import { wizardStatusQuery } from "./queries";
import { Steps, StepsSkeleton } from "./Steps";

export default function WizardPage() {
  const query = useQuery(wizardStatusQuery);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <PageTitle title={COPY.title} />
        <Text c="dimmed">{COPY.lead}</Text>
      </Stack>
      <Loaded query={query} skeleton={<StepsSkeleton />}>
        {(status) => <Steps status={status} />}
      </Loaded>
    </Stack>
  );
}
