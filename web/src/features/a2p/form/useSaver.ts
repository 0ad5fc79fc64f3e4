import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { sessionQuery, useUser } from "@/shared/session";
import { REGISTRATION } from "../queries";
import { type Draft, editsOf } from "./drafts";
import { Saver, type SaveState, type Target } from "./saver";

/** One for each form in this page's life: it goes on while another page is looked at. */
const savers = new Map<string, Saver>();

export type Save = SaveState & { isPending: boolean; saver: Saver };

type Options = Omit<Target, "refresh" | "signInAgain">;

/** Saves the draft as it is typed. */
export function useSaver(draft: Draft, options: Options): Save {
  const client = useQueryClient();
  const user = useUser();
  const target: Target = {
    ...options,
    refresh: async () => {
      await Promise.all(
        [REGISTRATION, ["wizard"]].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
    signInAgain: async () => {
      const now = await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      return now.id === user.id && now.tenantId === user.tenantId;
    },
  };
  const saver = savers.get(draft.key) ?? new Saver(draft.key, target);
  savers.set(draft.key, saver);
  useEffect(() => saver.aimAt(target));
  const state = useSyncExternalStore(saver.subscribe, () => saver.state);
  const { isDirty } = draft;
  const edits = editsOf(draft.key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each edit, also one that is restored
  useEffect(() => {
    if (isDirty) {
      saver.wish();
    }
  }, [saver, isDirty, edits]);
  return { ...state, isPending: state.phase === "saving" && state.isAsked, saver };
}

/** Whoever leaves does not wait for a pause in the typing; whoever is connected again, neither. */
function saveAll(): void {
  for (const saver of savers.values()) {
    if (saver.state.phase === "waiting" || saver.state.phase === "failed") {
      void saver.now();
    }
  }
}

window.addEventListener("online", saveAll);
window.addEventListener("pagehide", saveAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    saveAll();
  }
});

/** For tests, which share the app's modules. */
export function forgetSavers(): void {
  for (const saver of savers.values()) {
    saver.reset();
  }
  savers.clear();
}
