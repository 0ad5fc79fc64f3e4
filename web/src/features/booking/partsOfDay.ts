export type Part = "morning" | "afternoon" | "evening";

const NOON = "12:00";
const EVENING = "17:00";

/** Times of a day, such as `09:30`, as people look for them; parts without any are left out. */
export function partsOfDay(times: readonly string[]): [Part, string[]][] {
  const parts: [Part, string[]][] = [
    ["morning", times.filter((time) => time < NOON)],
    ["afternoon", times.filter((time) => time >= NOON && time < EVENING)],
    ["evening", times.filter((time) => time >= EVENING)],
  ];
  return parts.filter(([, inIt]) => inIt.length > 0);
}
