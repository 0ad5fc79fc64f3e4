/**
 * What somebody typed as the API wants it: `(512) 555-0123` as `+15125550123`. What cannot be a number
 * stays as it is, so that the API says what is wrong with it.
 */
export function toE164(typed: string): string {
  const text = typed.trim();
  const digits = text.replaceAll(/[\s().-]/g, "");
  if (/^\+\d+$/.test(digits)) {
    return digits;
  }
  if (/^1?[2-9]\d{9}$/.test(digits)) {
    return `+1${digits.slice(-10)}`;
  }
  return text;
}
