import { ApiError, isSignedOut } from "@/api/errors";
import { leaveToSignIn } from "@/shared/signIn";
import { newKey } from "@/shared/write";
import { editsOf, settle } from "./drafts";
import { changesOf, conflictsOf, type Stored } from "./edits";
import type { Values } from "./values";

export const PAUSE_MILLISECONDS = 1_000;
/** Who writes on without a pause is saved all the same. */
const MAX_PAUSE_MILLISECONDS = 5_000;
const RETRY_MILLISECONDS = [2_000, 5_000, 10_000, 30_000] as const;
/** Each time somebody else was faster: after so many, the next pause may bring more luck. */
const MAX_TRIES = 4;
/** Browsers carry no more than 64 KiB past the end of a page. */
const MAX_KEEPALIVE_CHARACTERS = 15_000;

export type Delivery = { idempotencyKey: string; keepalive: boolean };

/** Where a form's text goes. */
export type Target = {
  /** As the page knows it now; null while it is not editable. */
  read: () => Stored | null;
  /** Sends changes of what `read` gave, and returns what is stored afterwards. */
  write: (changes: Values, delivery: Delivery) => Promise<unknown>;
  /** What is stored now: from a success, or from the refusal of a change to an older version. */
  accept: (resource: unknown) => void;
  /** After a success: other things that depend on it. */
  refresh: () => Promise<void>;
  /** This page's sign-in is out of date; true where the same user is signed in again. */
  signInAgain: () => Promise<boolean>;
};

export type Phase = "idle" | "waiting" | "saving" | "saved" | "failed" | "conflict";
export type SaveState = { phase: Phase; error: ApiError | null; isAsked: boolean; retries: number };

const IDLE: SaveState = { phase: "idle", error: null, isAsked: false, retries: 0 };

/** Saves one form's text: one request at a time, in the order of typing, until all of it is there. */
export class Saver {
  state = IDLE;
  private target: Target;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private firstWish = 0;
  private running: Promise<void> | null = null;
  private intent = { input: "", key: "" };
  private readonly key: string;
  private readonly listeners = new Set<() => void>();

  constructor(key: string, target: Target) {
    this.key = key;
    this.target = target;
  }

  /** The page was drawn anew: the same form, perhaps with other rules. */
  aimAt(target: Target): void {
    this.target = target;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Something was typed. */
  wish(): void {
    if (this.state.phase === "conflict") {
      return;
    }
    this.firstWish ||= Date.now();
    const most = this.firstWish + MAX_PAUSE_MILLISECONDS - Date.now();
    this.schedule(Math.max(0, Math.min(PAUSE_MILLISECONDS, most)));
    if (this.running === null) {
      this.become({ phase: "waiting", error: null, isAsked: false });
    }
  }

  /** At once, if there is something; where somebody asks for it, also what is typed meanwhile. */
  async now({ isAsked = false } = {}): Promise<void> {
    clearTimeout(this.timer);
    while (this.running !== null) {
      await this.running;
    }
    this.running = this.run(isAsked).finally(() => {
      this.running = null;
    });
    await this.running;
  }

  /** As `now`, and throws what kept it from being saved. */
  async nowOrThrow(): Promise<void> {
    await this.now({ isAsked: true });
    if (this.state.error !== null) {
      throw this.state.error;
    }
  }

  /** Nothing is left to save: the text was given up. */
  reset(): void {
    clearTimeout(this.timer);
    this.become(IDLE);
  }

  /** Shows both versions, or stops showing them; nothing is decided. */
  ask(isAsked: boolean): void {
    this.become({ isAsked });
  }

  private schedule(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(), milliseconds);
  }

  private async run(isAsked: boolean): Promise<void> {
    this.firstWish = 0;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const stored = this.target.read();
      if (stored === null) {
        return;
      }
      const changes = changesOf(editsOf(this.key), stored);
      if (Object.keys(changes).length === 0) {
        this.settled(isAsked);
        return;
      }
      if (conflictsOf(editsOf(this.key), stored).length > 0) {
        const isNew = this.state.phase !== "conflict";
        this.become({ phase: "conflict", error: CONFLICT, isAsked: isAsked || isNew });
        return;
      }
      if (!(await this.send(changes, isAsked))) {
        return;
      }
    }
    this.become({ phase: "failed", error: CONFLICT, isAsked, retries: this.state.retries + 1 });
    this.schedule(MAX_PAUSE_MILLISECONDS);
  }

  /** True where it may be tried once more: with what was typed meanwhile, or on a newer version. */
  private async send(changes: Values, isAsked: boolean): Promise<boolean> {
    this.become({ phase: "saving", error: null, isAsked });
    try {
      const resource = await this.target.write(changes, this.delivery(changes));
      this.target.accept(resource);
      settle(this.key, changes, this.target.read() ?? { values: {} });
      this.intent = { input: "", key: "" };
      this.become({ phase: "saved", retries: 0 });
      const refreshed = this.target.refresh();
      if (isAsked) {
        await refreshed;
      }
      return isAsked;
    } catch (thrown) {
      return this.failed(asApiError(thrown), isAsked);
    }
  }

  private async failed(error: ApiError, isAsked: boolean): Promise<boolean> {
    if (error.code === "PRECONDITION_FAILED" && "current" in error.body) {
      this.target.accept(error.body.current);
      return true;
    }
    if (error.code === "CSRF_FAILED" && (await this.target.signInAgain())) {
      return true;
    }
    this.become({ phase: "failed", error, isAsked, retries: this.state.retries + 1 });
    if (isSignedOut(error)) {
      leaveToSignIn();
    } else if (error.isPassing) {
      const last = RETRY_MILLISECONDS.length - 1;
      this.schedule(RETRY_MILLISECONDS[Math.min(this.state.retries - 1, last)] ?? 0);
    } else {
      void this.target.refresh();
    }
    return false;
  }

  private settled(isAsked: boolean): void {
    if (isAsked || this.state.phase !== "idle") {
      this.become({ phase: "saved", error: null, isAsked: false, retries: 0 });
    }
  }

  /** A repeat of the same text asks for the same thing; what fits is delivered past the page's end. */
  private delivery(changes: Values): Delivery {
    const input = JSON.stringify(changes);
    if (this.intent.input !== input) {
      this.intent = { input, key: newKey() };
    }
    const keepalive = input.length <= MAX_KEEPALIVE_CHARACTERS;
    return { idempotencyKey: this.intent.key, keepalive };
  }

  private become(next: Partial<SaveState>): void {
    this.state = { ...this.state, ...next };
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const CONFLICT = new ApiError(412, {
  error: "This was changed elsewhere in the meantime, so nothing was saved.",
  code: "PRECONDITION_FAILED",
  requestId: "",
});

function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) {
    return thrown;
  }
  // A mistake of ours: reported as any other, and the text is still there.
  queueMicrotask(() => {
    throw thrown;
  });
  return new ApiError(500, { error: "", code: "INTERNAL_ERROR", requestId: "" });
}
