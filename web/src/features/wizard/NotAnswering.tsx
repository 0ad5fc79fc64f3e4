import { Alert } from "@mantine/core";
import { COPY } from "./copy";

/** One part is away; the rest of the page stands. */
export function NotAnswering() {
  return (
    <Alert color="gray" variant="light" title={COPY.notAnswering}>
      {COPY.notAnsweringText}
    </Alert>
  );
}
