import { join } from "node:path";
import type { Rolldown } from "vite";

const OTHER_ENTRIES = ["console", "sandbox"];

/**
 * Gathers what the shop needs at once in three files, in place of the dozens that splitting by who shares what would
 * make: on a phone's line each file costs more by its round trip than by its size. What other entries begin with is
 * "shared", what only their later pages take is "live", and what is the shop's own is "room". `source` is the folder
 * of the entries' folders.
 */
export function firstChunks(source: string): Rolldown.CodeSplittingGroup[] {
  const reached = new Map<string, Set<string>>();
  const reach = (entry: string, context: Rolldown.ChunkingContext): Set<string> => {
    const found = reached.get(entry) ?? new Set<string>();
    const next = found.size === 0 ? [main(entry)] : [];
    for (let id = next.pop(); id !== undefined; id = next.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      next.push(...(context.getModuleInfo(id)?.importedIds ?? []));
    }
    reached.set(entry, found);
    return found;
  };
  const main = (entry: string) => join(source, entry, "main.ts");
  const place = (id: string, context: Rolldown.ChunkingContext) => {
    if (!reach("shop", context).has(id) || id === main("shop")) return null;
    if (OTHER_ENTRIES.some((entry) => reach(entry, context).has(id))) return "shared";
    return id.startsWith(join(source, "shop/")) ? "room" : "live";
  };
  // A group takes along what its modules import: what the others need too goes first.
  return ["shared", "live", "room"].map((name, index) => ({
    debugName: name,
    name: (id, context) => (place(id, context) === name ? name : null),
    priority: 3 - index,
  }));
}
