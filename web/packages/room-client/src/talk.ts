import type { Danmaku } from "./protocol";

/**
 * The talk with new lines at its end, no line twice (an own line comes by its acknowledgement and perhaps again by a
 * tick), and no more than `keep` of the newest.
 */
export function withNew(shown: readonly Danmaku[], lines: readonly Danmaku[], keep: number): readonly Danmaku[] {
  const fresh = newOf(shown, lines);
  return fresh.length === 0 ? shown : [...shown, ...fresh].slice(-keep);
}

/** Those of `lines` that are not shown yet. */
export function newOf(shown: readonly Danmaku[], lines: readonly Danmaku[]): Danmaku[] {
  const known = new Set(shown.map((line) => line.id));
  return lines.filter((line) => !known.has(line.id));
}

/**
 * The talk after a greeting, in order of time: what is shown stays, since a greeting holds the newest lines only and,
 * after a restart, none.
 */
export function withRecent(shown: readonly Danmaku[], recent: readonly Danmaku[], keep: number): readonly Danmaku[] {
  const fresh = newOf(shown, recent);
  if (fresh.length === 0) return shown;
  return [...shown, ...fresh].sort((one, other) => one.at - other.at).slice(-keep);
}

/** The talk without the lines that are hidden; an older server tells of none. */
export function without(said: readonly Danmaku[], hidden: readonly string[] = []): readonly Danmaku[] {
  if (hidden.length === 0) return said;
  const unseen = new Set(hidden);
  return said.some((line) => unseen.has(line.id)) ? said.filter((line) => !unseen.has(line.id)) : said;
}
