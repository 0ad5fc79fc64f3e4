import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pack } from "./packed";

const LONG = "export const shine = 1;\n".repeat(100);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "packed-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, name), content);
const read = (name: string) => readFileSync(join(folder, name));

test("an asset has a copy for each way of packing, the same one each time", () => {
  write("app-1.js", LONG);
  pack(folder);
  expect(readdirSync(folder).sort()).toEqual(["app-1.js", "app-1.js.br", "app-1.js.gz"]);
  const [br, gz] = [read("app-1.js.br"), read("app-1.js.gz")];
  expect(brotliDecompressSync(br).toString()).toBe(LONG);
  expect(gunzipSync(gz).toString()).toBe(LONG);
  pack(folder);
  expect([read("app-1.js.br"), read("app-1.js.gz")]).toEqual([br, gz]);
});

test("what is tiny, packed in itself or full of noise stays as it is", () => {
  const noise = crypto.getRandomValues(new Uint8Array(4096));
  write("tiny-1.js", "1");
  write("noise-1.js", noise);
  write("font-1.woff2", LONG);
  pack(folder);
  expect(readdirSync(folder).sort()).toEqual(["font-1.woff2", "noise-1.js", "tiny-1.js"]);
});
