import { useQuery } from "@tanstack/react-query";
import { PageTitle } from "@/shared/PageTitle";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack } from "@/staff/ui/layout";
import { settings } from "./copy";
import { PortRecovery } from "./PortRecovery";
import { settingsQuery } from "./queries";
import { SettingsForm } from "./SettingsForm";

export default function LoyaltySettingsPage() {
  const stored = useQuery(settingsQuery);
  return (
    <Stack gap="xl" maw={680}>
      <PageTitle title={settings.title} />
      <Loaded query={stored} skeleton={<Skeleton height={630} />}>
        {(data) => <SettingsForm stored={data} />}
      </Loaded>
      <PortRecovery />
    </Stack>
  );
}
