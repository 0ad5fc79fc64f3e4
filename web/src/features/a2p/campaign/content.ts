import type { Schemas } from "@/api/client";
import type { Stored } from "../form/edits";
import type { Values } from "../form/values";

type Content = Schemas["CampaignContent"];

/** What a tenant writes of a campaign, in the order of the form. */
const CONTENT_FIELDS = [
  "name",
  "useCase",
  "description",
  "messageFlow",
  "subscriberOptIn",
  "optInKeywords",
  "optInMessage",
  "sampleMessages",
  "hasEmbeddedLinks",
  "hasEmbeddedPhone",
  "ageGated",
  "directLending",
  "optOutKeywords",
  "optOutMessage",
  "helpKeywords",
  "helpMessage",
  "privacyPolicyUrl",
  "termsAndConditionsUrl",
] as const satisfies readonly (keyof Content)[];

export const contentOf = (content: Content): Values =>
  Object.fromEntries(CONTENT_FIELDS.map((field) => [field, content[field]]));

export const storedContent = (content: Content): Stored => ({ values: contentOf(content) });

/** The boundary between a form, whose fields are a map, and the API, whose fields are typed. */
export const changesFrom = (values: Values) => values as Schemas["CampaignChanges"];
