import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const PACKERS = {
  gz: (content: Buffer) => gzipSync(content, { level: 9 }),
  br: brotliCompressSync,
};
const PACKED = /\.(?:css|js|json|svg|txt|webmanifest)$/;
const WORTH_PACKING = 256;

/** Puts a gzip and a Brotli copy beside each built asset, where that is smaller. */
export function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    writeBundle: ({ dir = "" }) => pack(join(dir, "assets")),
  };
}

export function pack(folder: string): void {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name));
    if (!PACKED.test(name) || content.length < WORTH_PACKING) {
      continue;
    }
    for (const [ending, compress] of Object.entries(PACKERS)) {
      const smaller = compress(content);
      if (smaller.length < content.length) {
        writeFileSync(join(folder, `${name}.${ending}`), smaller);
      }
    }
  }
}
