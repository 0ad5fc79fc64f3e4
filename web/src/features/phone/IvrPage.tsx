import "@mantine/core/styles/InlineInput.css";
import "@mantine/core/styles/Radio.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PageTitle } from "@/shared/PageTitle";
import { LeaveGuard } from "@/staff/ui/LeaveGuard";
import { Loaded } from "@/staff/ui/Loaded";
import { Skeleton, Stack, Text } from "@/staff/ui/layout";
import { COPY } from "./ivr/copy";
import classes from "./ivr/ivr.module.css";
import { MenuEditor } from "./ivr/MenuEditor";
import { RoutingForm } from "./ivr/RoutingForm";
import { Tester } from "./ivr/Tester";
import { useMenuDraft } from "./ivr/useMenuDraft";
import { configQuery, type IvrMenu, menuQuery, type PhoneConfig } from "./queries";

export default function IvrPage() {
  const config = useQuery(configQuery);
  const menu = useQuery(menuQuery);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <PageTitle title={COPY.title} />
        <Text c="dimmed">{COPY.lead}</Text>
      </Stack>
      <Loaded query={config} skeleton={<FormsSkeleton />}>
        {(line) => (
          <Loaded query={menu} skeleton={<FormsSkeleton />}>
            {(saved) => <Forms config={line} menu={saved} />}
          </Loaded>
        )}
      </Loaded>
    </Stack>
  );
}

function Forms({ config, menu }: { config: PhoneConfig; menu: IvrMenu }) {
  const state = useMenuDraft(menu);
  const [isRoutingDirty, setIsRoutingDirty] = useState(false);
  const protectedNumber = protectedLine(config);
  return (
    <>
      <div className={classes.columns}>
        <div className={classes.forms}>
          <RoutingForm
            routing={config.routing}
            protectedNumber={protectedNumber}
            onDirty={setIsRoutingDirty}
          />
          <MenuEditor
            state={state}
            isInUse={config.routing.mode === "IVR" && protectedNumber === null}
          />
        </div>
        <div className={classes.aside}>
          <Tester draft={state.draft} input={state.input} />
        </div>
      </div>
      <LeaveGuard isDirty={state.isDirty || isRoutingDirty} />
    </>
  );
}

/** Where every line was live before, routing would change nothing that rings. */
function protectedLine({ numbers }: PhoneConfig): string | null {
  const [first] = numbers;
  return first !== undefined && numbers.every((number) => number.protected)
    ? first.phoneNumber
    : null;
}

function FormsSkeleton() {
  return (
    <div className={classes.columns}>
      <Stack>
        <Skeleton height={360} />
        <Skeleton height={480} />
      </Stack>
      <Skeleton height={460} />
    </div>
  );
}
