import { lazy } from "react";

/**
 * What is not needed before a service is chosen, in one chunk: fetched while services are looked at.
 * No time can be chosen without it, so whoever has booked has it already.
 */
const load = () => import("./afterwards");

export const WhenPicker = lazy(async () => ({ default: (await load()).WhenPicker }));
export const Confirmation = lazy(async () => ({ default: (await load()).Confirmation }));
