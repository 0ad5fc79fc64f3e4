import type { Schemas } from "@/api/client";
import { dollarsOf } from "./amounts";

/** As the form holds it: amounts as they were typed. */
export type SettingsDraft = { minimum: string; core: boolean; value: string; message: string };

export const draftOf = (stored: Schemas["LoyaltySettings"]): SettingsDraft => ({
  minimum: stored.minCartTotal?.toFixed(2) ?? "",
  core: stored.requireCoreService,
  value: stored.pointValue.toFixed(2),
  message: stored.guardrailMessage ?? "",
});

/** As the API stores it; what is no amount stays what was typed, and is sent nowhere. */
export const inputOf = ({ minimum, core, value, message }: SettingsDraft) => ({
  minCartTotal: minimum.trim() === "" ? null : amountOf(minimum),
  requireCoreService: core,
  pointValue: amountOf(value),
  guardrailMessage: message.trim() || null,
});

const amountOf = (typed: string): number | string => dollarsOf(typed) ?? typed;
