import { SENTENCES, UNEXPECTED } from "./sentences";

export type ProblemBody = {
  error: string;
  code: string;
  requestId: string;
  fields?: Record<string, string[]>;
};

export const NETWORK: ProblemBody = { error: "", code: "NETWORK", requestId: "" };

/** A refusal or failure of the API, or a network that did not carry the question. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  /** Messages by the field's path, as the API names it: `address.city`. */
  readonly fields: Readonly<Record<string, string[]>>;
  /** The whole answer: some refusals tell more than others. */
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody) {
    super(SENTENCES[body.code] ?? (body.error || UNEXPECTED));
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.requestId = body.requestId;
    this.fields = body.fields ?? {};
    this.body = body;
  }

  /** Whether the same question may get another answer in a moment. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Whatever was thrown, as a sentence for a person. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiError ? error.message : UNEXPECTED;
}

/** Nobody is signed in, or no longer: the page is about to leave for the sign-in. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === "UNAUTHENTICATED";
}
