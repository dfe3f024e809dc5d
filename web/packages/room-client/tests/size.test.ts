// @vitest-environment node
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { describe, expect, it } from "vitest";

const here = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

describe("the built module", () => {
  it("is one file that imports nothing, below 6 KB when zipped, and as large as the README says", async () => {
    const built = await build({ configFile: here("../vite.config.ts"), logLevel: "silent", build: { write: false } });
    if (!Array.isArray(built) || !built[0]) throw new Error("nothing was built");
    const [chunk, ...others] = built[0].output;
    expect(others).toEqual([]);
    expect(chunk.imports).toEqual([]);
    const size = gzipSync(chunk.code, { level: 9 }).length;
    expect(size).toBeLessThan(6000);
    const told = /\((\d) KB zipped\)/.exec(readFileSync(here("../README.md"), "utf8"))?.[1];
    expect(Math.abs(Number(told) * 1000 - size)).toBeLessThan(700);
  });
});
