/** A range of a replay, in milliseconds from its beginning; both ends stand on boundaries of segments. */
export interface Range {
  in_ms: number;
  out_ms: number;
}

/** Where a cut may be made: every segment's beginning, and the end. */
export function boundsOf(segments: readonly number[], duration: number): number[] {
  const inside = segments.filter((at) => at > 0 && at < duration);
  return [0, ...new Set(inside.toSorted((a, b) => a - b)), duration];
}

/** Index of the boundary nearest to a time. */
function nearest(bounds: readonly number[], at: number): number {
  let low = 0;
  let high = bounds.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return Math.abs((bounds[low] ?? 0) - at) <= Math.abs((bounds[high] ?? 0) - at) ? low : high;
}

export const snap = (bounds: readonly number[], at: number): number => bounds[nearest(bounds, at)] ?? 0;

/** The boundary `by` segments away from a time. */
export function stepped(bounds: readonly number[], at: number, by: number): number {
  const index = Math.max(0, Math.min(bounds.length - 1, nearest(bounds, at) + by));
  return bounds[index] ?? 0;
}

/** Moves the beginning; the end stays at least one segment behind it. */
export function withIn(range: Range, bounds: readonly number[], at: number): Range {
  const last = bounds[bounds.length - 2] ?? 0;
  const in_ms = Math.min(snap(bounds, at), last);
  return { in_ms, out_ms: Math.max(range.out_ms, stepped(bounds, in_ms, 1)) };
}

/** Moves the end; the beginning stays at least one segment before it. */
export function withOut(range: Range, bounds: readonly number[], at: number): Range {
  const first = bounds[1] ?? 0;
  const out_ms = Math.max(snap(bounds, at), first);
  return { in_ms: Math.min(range.in_ms, stepped(bounds, out_ms, -1)), out_ms };
}

/** A range of about `length` around a time. */
export function around(bounds: readonly number[], at: number, length: number): Range {
  const from = withIn({ in_ms: 0, out_ms: 0 }, bounds, at - length / 2);
  return withOut(from, bounds, from.in_ms + length);
}

export const lengthOf = (range: Range): number => range.out_ms - range.in_ms;
