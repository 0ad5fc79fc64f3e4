import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { packed } from "./scripts/packed.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), packed()],
  resolve: { alias: { "@": here("./src") } },
  // The gateway puts a fresh nonce in its place with every page it serves.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2023",
    // The first that know light-dark(): rewritten for older ones, it needs variables nobody sets.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    manifest: true,
    // Every browser that knows light-dark() preloads modules by itself.
    modulePreload: { polyfill: false },
    // A data: URL is more than the content security policy needs to allow.
    assetsInlineLimit: 0,
    rollupOptions: { input: { staff: here("./index.html"), customer: here("./customer.html") } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    css: false,
    // Both cores of a small machine: the default leaves one idle.
    maxWorkers: 2,
    // A new world for each file takes as long as all tests together; they leave a clean one behind.
    isolate: false,
    testTimeout: 20_000,
  },
});
