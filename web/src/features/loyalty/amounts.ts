/** What somebody typed as dollars: `75`, `75.5`, `$75.50`; null where it is no amount. */
export function dollarsOf(typed: string): number | null {
  const plain = typed.trim().replace(/^\$/, "").replaceAll(",", "");
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Number(plain) : null;
}

/** What somebody typed as a whole number, with a sign; null where it is none. */
export function wholeOf(typed: string): number | null {
  const plain = typed.trim().replace("−", "-").replaceAll(",", "");
  return /^[+-]?\d{1,10}$/.test(plain) ? Number(plain) : null;
}
