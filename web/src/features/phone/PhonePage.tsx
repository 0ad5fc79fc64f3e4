import { Link, useSearchParams } from "react-router";
import { PageTitle } from "@/shared/PageTitle";
import { Stack, Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import { LineView } from "./line/LineView";
import { Messages } from "./messages/Messages";
import { Voicemails } from "./messages/Voicemails";
import classes from "./phone.module.css";

const VIEWS = { line: LineView, messages: Messages, voicemails: Voicemails } as const;
type View = keyof typeof VIEWS;

const isView = (name: string | null): name is View => name !== null && Object.hasOwn(VIEWS, name);

/** Three parts, of which the address names the one that is open. */
export default function PhonePage() {
  const [parameters] = useSearchParams();
  const named = parameters.get("view");
  const view = isView(named) ? named : "line";
  const Content = VIEWS[view];
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <PageTitle title={COPY.title} />
        <Text c="dimmed">{COPY.lead}</Text>
      </Stack>
      <nav aria-label={COPY.views} className={classes.views}>
        {(Object.keys(VIEWS) as View[]).map((name) => (
          <Link
            key={name}
            to={name === "line" ? "?" : `?view=${name}`}
            aria-current={name === view ? "page" : undefined}
          >
            {COPY[name]}
          </Link>
        ))}
      </nav>
      <Content />
    </Stack>
  );
}
