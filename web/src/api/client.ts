import createClient, { type Middleware } from "openapi-fetch";
import { ApiError, NETWORK, type ProblemBody } from "./errors";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

let csrfToken: string | null = null;

/** Told by the session; every write has to carry it. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

const csrf: Middleware = {
  onRequest({ request }) {
    if (csrfToken !== null && !SAFE_METHODS.has(request.method)) {
      request.headers.set("X-CSRF-Token", csrfToken);
    }
    return request;
  },
};

/** Typed by the gateway's own OpenAPI document. `fetch` is looked up late, so that tests can stand in. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => globalThis.fetch(request),
});
api.use(csrf);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a success; everything else is thrown as an ApiError. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch {
    throw new ApiError(0, NETWORK);
  }
  if (!answer.response.ok) {
    throw new ApiError(answer.response.status, bodyOf(answer));
  }
  return answer.data as T;
}

function bodyOf(answer: Answer<unknown>): ProblemBody {
  const body = answer.error;
  if (typeof body === "object" && body !== null && "code" in body) {
    return body as ProblemBody;
  }
  return {
    error: "",
    code: "INTERNAL_ERROR",
    requestId: answer.response.headers.get("X-Request-Id") ?? "",
  };
}

/** The header that makes a repeat of the same write harmless. */
export type WriteHeaders = { "Idempotency-Key": string };

/** Any version will do where the reply came from a release that has none. */
export const entityTag = ({ version }: { version?: string }): string =>
  version === undefined ? "*" : `"${version}"`;
