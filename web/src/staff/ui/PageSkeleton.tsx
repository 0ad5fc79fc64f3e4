import { useDelayed } from "@/shared/useDelayed";
import { Skeleton, Stack, VisuallyHidden } from "@/staff/ui/layout";

/** The shape of a page that is on its way. */
export function PageSkeleton() {
  return useDelayed() ? (
    <Stack role="status" gap="md">
      <VisuallyHidden>Loading…</VisuallyHidden>
      <Skeleton height={32} width="40%" />
      <Skeleton height={120} />
      <Skeleton height={240} />
    </Stack>
  ) : null;
}
