import { Button } from "@mantine/core";
import { Link } from "react-router";
import { PageTitle } from "@/shared/PageTitle";
import { Stack, Text } from "@/staff/ui/layout";
import { ErrorNotice } from "./ErrorNotice";

export function NotFound() {
  return (
    <Stack align="flex-start">
      <PageTitle title="There’s no page here" />
      <Text>The address may be mistyped, or the page has moved.</Text>
      <Button component={Link} to="/">
        Go to the start page
      </Button>
    </Stack>
  );
}

export function NotAllowed() {
  return (
    <Stack align="flex-start">
      <PageTitle title="This page isn’t for your role" />
      <Text>Ask an owner or admin of your business if you need it.</Text>
      <Button component={Link} to="/">
        Go to the start page
      </Button>
    </Stack>
  );
}

/** Before it is known who is here. */
export function Unreachable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <main>
      <Stack p="xl" maw={640}>
        <h1>ServicePro can’t be reached</h1>
        <ErrorNotice error={error} onRetry={onRetry} />
      </Stack>
    </main>
  );
}

/** The page's code is not here; what was typed on others still is. */
export function NotLoaded({ onRetry }: { onRetry: () => void }) {
  return (
    <Stack align="flex-start">
      <PageTitle title="This page couldn’t be loaded" />
      <Text>Check your connection. Nothing you typed is lost.</Text>
      <Button onClick={onRetry}>Try again</Button>
    </Stack>
  );
}

export function Unexpected() {
  return (
    <main>
      <Stack align="flex-start" p="xl">
        <h1>Something went wrong on this page</h1>
        <Text>Nothing you saved is lost. Reload the page to go on.</Text>
        <Button onClick={() => window.location.reload()}>Reload</Button>
      </Stack>
    </main>
  );
}
