import { Link } from "react-router";
import { Text } from "@/staff/ui/layout";
import { COPY } from "./copy";
import type { Item } from "./moves";
import classes from "./wizard.module.css";

const SIGNS = { done: "✓", missing: "○", unknown: "?" } as const;

export function Checklist({ items }: { items: readonly Item[] }) {
  return (
    <section aria-labelledby="checklist-title">
      <h3 id="checklist-title">{COPY.checklist.title}</h3>
      <ul className={classes.checklist}>
        {items.map((item) => (
          <li key={item.piece}>
            <span className={classes.sign} data-state={item.state} aria-hidden="true">
              {SIGNS[item.state]}
            </span>
            <div>
              <Text fw={600}>{item.title}</Text>
              <Next item={item} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Next({ item }: { item: Item }) {
  if (item.state === "done") {
    return (
      <Text size="sm" c="dimmed">
        {COPY.checklist.done}
      </Text>
    );
  }
  if (item.state === "unknown") {
    return (
      <Text size="sm" c="dimmed">
        {item.move}
      </Text>
    );
  }
  const { mover, move, link } = item;
  return (
    <Text size="sm">
      <span className={classes.mover} data-mover={mover}>
        {COPY.movers[mover]}
      </span>{" "}
      {move} {link !== undefined && <NextLink {...link} />}
    </Text>
  );
}

/** A place on this page is no other page: the router would forget which step is open. */
function NextLink({ to, words }: { to: string; words: string }) {
  return to.startsWith("#") ? (
    <a href={to} className={classes.link}>
      {words}
    </a>
  ) : (
    <Link to={to} className={classes.link}>
      {words}
    </Link>
  );
}
