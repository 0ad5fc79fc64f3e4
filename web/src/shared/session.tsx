import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { api, rememberCsrfToken, type Schemas, unwrap } from "@/api/client";
import { ApiError, type ProblemBody } from "@/api/errors";

export type User = Schemas["User"];

const NOBODY: ProblemBody = { error: "", code: "UNAUTHENTICATED", requestId: "" };

/** The gateway saw no session's cookie when it served this page. */
const isNobodySignedIn = (): boolean =>
  document.querySelector("meta[name=session]")?.getAttribute("content") === "none";

declare global {
  interface Window {
    /** Who is signed in, as the page itself asked before any code was there. */
    askedEarly?: Promise<Response | undefined> | undefined;
  }
}

/** What was asked early is the answer once; where that failed, or later, it is asked for anew. */
async function ask(request: Request): Promise<Response> {
  const asked = window.askedEarly;
  window.askedEarly = undefined;
  return (await asked) ?? fetch(request);
}

export const sessionQuery = {
  queryKey: ["session"],
  queryFn: async (): Promise<User> => {
    if (isNobodySignedIn()) {
      throw new ApiError(401, NOBODY);
    }
    const me = await unwrap(api.GET("/api/auth/me", { fetch: ask }));
    rememberCsrfToken(me.csrfToken);
    return me.user;
  },
  staleTime: Number.POSITIVE_INFINITY,
} as const;

const Session = createContext<User | null>(null);

export function useSessionQuery() {
  return useQuery(sessionQuery);
}

export function SessionProvider({ user, children }: { user: User; children: ReactNode }) {
  return <Session value={user}>{children}</Session>;
}

/** Who is signed in; only below a SessionProvider. */
export function useUser(): User {
  const user = useContext(Session);
  if (user === null) {
    throw new Error("useUser needs a SessionProvider above it");
  }
  return user;
}

/** The tenant's time zone, in which dates are shown; an operator has none and sees UTC. */
export function useTimeZone(): string {
  return useUser().timeZone ?? "UTC";
}
