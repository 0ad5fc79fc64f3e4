import { Button } from "@mantine/core";
import { useEffect } from "react";
import { Group, Text } from "@/staff/ui/layout";

type Props = { page: number; pageSize: number; total: number; onPage: (page: number) => void };

/**
 * Back and forth through a list; nothing where one page holds all of it. Once the last of a page has
 * gone, the page before it is the last.
 */
export function Pages({ page, pageSize, total, onPage }: Props) {
  const pages = Math.ceil(total / pageSize);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer past the end
  useEffect(() => {
    if (page > Math.max(1, pages)) {
      onPage(Math.max(1, pages));
    }
  }, [page, pages]);
  if (pages <= 1) {
    return null;
  }
  return (
    <Group component="nav" aria-label="Pages" gap="sm">
      <Step label="Previous" isEnd={page === 1} onStep={() => onPage(page - 1)} />
      <Text size="sm" aria-live="polite">
        Page {Math.min(page, pages)} of {pages}
      </Text>
      <Step label="Next" isEnd={page >= pages} onStep={() => onPage(page + 1)} />
    </Group>
  );
}

type StepProps = { label: string; isEnd: boolean; onStep: () => void };

/** Not `disabled` at the end: the focus would fall off the button that was just pressed. */
function Step({ label, isEnd, onStep }: StepProps) {
  return (
    <Button
      size="xs"
      variant="default"
      aria-disabled={isEnd}
      {...(isEnd ? { "data-disabled": true } : {})}
      onClick={isEnd ? undefined : onStep}
    >
      {label}
    </Button>
  );
}
