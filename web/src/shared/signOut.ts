import { useMutation } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { isSignedOut } from "@/api/errors";
import { SIGNED_OUT } from "./signIn";

type Leave = (path: string) => void;

const leaveFor: Leave = (path) => window.location.assign(path);

/** Ends the session, then leaves. While it has not ended, nobody may believe that it has. */
export const useSignOut = (leave: Leave = leaveFor, onEnded: () => void = () => undefined) =>
  useMutation({
    mutationFn: endSession,
    onSuccess: () => {
      // What was begun and not finished is nobody else's to find.
      sessionStorage.clear();
      onEnded();
      letGo();
      leave(SIGNED_OUT);
    },
  });

async function endSession(): Promise<void> {
  try {
    await unwrap(api.POST("/api/auth/logout"));
  } catch (error) {
    if (!isSignedOut(error)) {
      throw error;
    }
  }
}

/** Asks whoever would hold back a closing tab: something on this page is not saved. */
export const isHeldBack = (): boolean =>
  !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));

/** Whoever wanted to stay was asked before: by now there is no session to save anything in. */
function letGo(): void {
  window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), {
    capture: true,
    once: true,
  });
}
