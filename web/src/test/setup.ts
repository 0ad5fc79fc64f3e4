import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { forget } from "@/features/a2p/form/drafts";
import { forgetSavers } from "@/features/a2p/form/useSaver";
import { currentToasts, dismiss } from "@/staff/ui/toast";
import { server } from "./server";

// A busy machine is slow, not wrong; what never comes still fails.
configure({ asyncUtilTimeout: 5_000 });

// What jsdom lacks and Mantine asks for.
window.matchMedia ??= (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }) as never;
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
window.scrollTo = () => undefined;

// A question that no test has an answer for is a failure, not a warning.
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  // What the app keeps beside its pages, since all tests share its modules.
  forget();
  forgetSavers();
  for (const toast of currentToasts()) {
    dismiss(toast.id);
  }
  window.localStorage.clear();
  window.sessionStorage.clear();
});
afterAll(() => server.close());
