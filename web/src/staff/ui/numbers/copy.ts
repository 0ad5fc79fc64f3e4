import type { Schemas } from "@/api/client";
import { formatMoney, formatPhone } from "@/shared/format";

type Capabilities = Schemas["Capabilities"];

export const COPY = {
  areaCode: "Area code",
  areaCodeHint: "Three digits, like 512",
  areaCodeWrong: "An area code has three digits and doesn’t begin with 0 or 1.",
  contains: "Digits it contains",
  containsHint: "2 to 10 digits, anywhere in the number",
  containsWrong: "Give 2 to 10 digits, or none.",
  search: "Search numbers",
  found: (count: number) =>
    count === 1 ? "1 number to choose from" : `${count} numbers to choose from`,
  none: "No numbers match. Try other digits, or leave one of the fields empty.",
  alternatives: "These are free right now",
  noAlternatives: "Search again to see which numbers are free right now.",
  notBought: "This number wasn’t bought",
  choose: "Choose",
  chooseNumber: (number: string) => `Choose ${formatPhone(number)}`,
  aMonth: (dollars: number) => `${formatMoney(dollars)} a month`,
  place: (locality: string | null, region: string | null) =>
    [locality, region].filter(Boolean).join(", ") || "United States",
  capabilities: ({ voice, sms, mms }: Capabilities) =>
    [voice && "Calls", sms && "texts", mms && "pictures"].filter(Boolean).join(", "),
  confirmTitle: (number: string) => `Buy ${formatPhone(number)}?`,
  confirmText: (dollars: number) =>
    `It costs ${formatMoney(dollars)} a month from today, until you give it up. Calls to it follow your call routing.`,
  buy: (dollars: number) => `Buy for ${formatMoney(dollars)} a month`,
  bought: (number: string) => `Bought: ${formatPhone(number)}`,
};
