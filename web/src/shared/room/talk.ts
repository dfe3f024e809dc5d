import type { Danmaku } from "./protocol";

/**
 * The talk with new lines at its end, no line twice (an own line comes by its acknowledgement and perhaps again by a
 * tick), and no more than `keep` of the newest.
 */
export function withNew(shown: readonly Danmaku[], items: readonly Danmaku[], keep: number): readonly Danmaku[] {
  const known = new Set(shown.map((line) => line.id));
  const fresh = items.filter((line) => !known.has(line.id));
  return fresh.length === 0 ? shown : [...shown, ...fresh].slice(-keep);
}
