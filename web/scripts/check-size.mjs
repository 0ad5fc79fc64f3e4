// What a first visit to each route loads, gzip-compressed, against its budget in KiB.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const BUDGETS = { "index.html": { js: 150, css: 15 }, "customer.html": { js: 110, css: 15 } };

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"));

function kib(files) {
  const sizes = [...files].map((file) => gzipSync(readFileSync(new URL(file, DIST))).length);
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}

/** The chunk and everything that it imports at once. */
function loadedBy(key, found = new Set()) {
  if (!found.has(key)) {
    found.add(key);
    for (const imported of manifest[key].imports ?? []) {
      loadedBy(imported, found);
    }
  }
  return found;
}

let isOver = false;
for (const [shell, budget] of Object.entries(BUDGETS)) {
  const routes = manifest[shell].dynamicImports ?? [];
  for (const route of [shell, ...routes]) {
    const chunks = [...loadedBy(route, loadedBy(shell))].map((key) => manifest[key]);
    const js = kib(new Set(chunks.map((chunk) => chunk.file)));
    const css = kib(new Set(chunks.flatMap((chunk) => chunk.css ?? [])));
    const fits = js <= budget.js && css <= budget.css;
    isOver ||= !fits;
    const name = route.replace("src/features/", "").padEnd(36);
    const told = `JS ${js.toFixed(1)} of ${budget.js}, CSS ${css.toFixed(1)} of ${budget.css} KiB`;
    process.stdout.write(`${fits ? "ok  " : "OVER"} ${name} ${told}\n`);
  }
}
process.exit(isOver ? 1 : 0);
