import type { ReactNode } from "react";
import { useDelayed } from "@/shared/useDelayed";
import classes from "./Skeleton.module.css";

/** A block in the place and size of what is on its way. */
export function Skeleton({ height }: { height: number }) {
  return <div className={classes.block} style={{ height }} />;
}

/** Takes its place from the start, so that nothing below jumps; shown only if the answer takes its time. */
export function Waiting({ children }: { children: ReactNode }) {
  return useDelayed() ? (
    <div role="status" className="stack">
      <span className="hidden">Loading…</span>
      {children}
    </div>
  ) : (
    <div className="stack" style={{ visibility: "hidden" }}>
      {children}
    </div>
  );
}

/** In the place of a page of which nothing is known yet. */
export function PageSkeleton() {
  return (
    <Waiting>
      <Skeleton height={36} />
      <Skeleton height={140} />
      <Skeleton height={240} />
    </Waiting>
  );
}
