import { formatPhone } from "@/shared/format";
import { toE164 } from "@/staff/phoneNumber";
import type { PhoneConfig, RoutingInput } from "../queries";

export type RoutingDraft = {
  mode: PhoneConfig["routing"]["mode"];
  forwardTo: string;
  greeting: string;
};

export const draftOf = ({ mode, forwardTo, greeting }: PhoneConfig["routing"]): RoutingDraft => ({
  mode,
  forwardTo: formatPhone(forwardTo ?? ""),
  greeting: greeting ?? "",
});

/** What is empty is none. The number stays while calls go to voicemail: the menu may want it later. */
export const inputOf = ({ mode, forwardTo, greeting }: RoutingDraft): RoutingInput => ({
  mode,
  forwardTo: toE164(forwardTo) || null,
  greeting: greeting.trim() || null,
});
