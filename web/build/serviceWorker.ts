/** Writes the shop's service worker with the list of the shell's files: what shop.html reaches, but for the player. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin, Rolldown } from "vite";

const PAGE = "shop.html";

export interface Shell {
  files: string[];
  /** Differs whenever anything that is kept differs, the page itself too: its name says nothing of its content. */
  version: string;
}

export function shellOf(bundle: Rolldown.OutputBundle): Shell {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    const chunk = bundle[name];
    if (wanted.has(name) || chunk?.type !== "chunk" || /^hls/i.test(chunk.name)) return;
    wanted.add(name);
    for (const css of chunk.viteMetadata?.importedCss ?? []) wanted.add(css);
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) visit(next);
  };
  for (const [name, chunk] of Object.entries(bundle)) {
    if (chunk.type === "chunk" && chunk.isEntry && chunk.name === "shop") visit(name);
  }
  const page = bundle[PAGE];
  if (page?.type !== "asset") throw new Error(`${PAGE} is not among what was built`);
  const files = [...wanted].sort().map((name) => `/${name}`);
  const version = createHash("sha256").update(JSON.stringify(files)).update(page.source).digest("hex").slice(0, 12);
  return { files, version };
}

/** `source` is the worker, with two words in capitals to fill in. */
export function serviceWorker(source: string): Plugin {
  return {
    name: "kaibo-service-worker",
    apply: "build",
    generateBundle: {
      // The pages are added after what makes the chunks.
      order: "post",
      handler(_options, bundle) {
        const { files, version } = shellOf(bundle);
        const filled = readFileSync(source, "utf-8").replace("__SHELL__", JSON.stringify(files)).replace("__VERSION__", version);
        this.emitFile({ type: "asset", fileName: "sw.js", source: filled });
      },
    },
  };
}
