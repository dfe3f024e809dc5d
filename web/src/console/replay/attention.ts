/** The attention of a show as curves, and its best moments. */
import type { AttentionPoint } from "../lib/mediaApi";

export const SERIES = ["watching", "danmaku", "likes", "orders"] as const;
export type Series = (typeof SERIES)[number];

export interface View {
  from: number;
  to: number;
}

/**
 * One series as points of a picture of `width` × `height`, over the part of the replay in view; scaled to the highest
 * value of the whole replay, so that zooming does not change heights. Null when it was never above zero.
 */
export function curve(points: readonly AttentionPoint[], series: Series, view: View, width: number, height: number): string | null {
  const top = Math.max(0, ...points.map((point) => point[series]));
  if (top === 0) return null;
  const span = view.to - view.from || 1;
  const seen = points.filter((_point, index) => {
    const next = points[index + 1]?.at_ms ?? Infinity;
    const before = points[index - 1]?.at_ms ?? -Infinity;
    return next >= view.from && before <= view.to;
  });
  return thinned(seen, series, width).map((point) => {
    const x = ((point.at_ms - view.from) / span) * width;
    return `${x.toFixed(1)},${(height - (point[series] / top) * height).toFixed(1)}`;
  }).join(" ");
}

/** No more points than pixels; of those that fall together the highest stays. */
function thinned(points: readonly AttentionPoint[], series: Series, most: number): readonly AttentionPoint[] {
  if (points.length <= most) return points;
  const size = Math.ceil(points.length / most);
  const kept: AttentionPoint[] = [];
  for (let at = 0; at < points.length; at += size) {
    const group = points.slice(at, at + size);
    kept.push(group.reduce((best, point) => (point[series] > best[series] ? point : best)));
  }
  return kept;
}

/** The point that holds at a time. */
export function pointAt(points: readonly AttentionPoint[], at: number): AttentionPoint | null {
  return points.findLast((point) => point.at_ms <= at) ?? points[0] ?? null;
}

export interface Moment {
  at_ms: number;
  /** What stood out most. */
  because: Series;
}

const WEIGHTS: Record<Series, number> = { watching: 0.6, danmaku: 1, likes: 0.8, orders: 1.4 };

/** The times of most attention, best first, at least `apart` milliseconds from one another. */
export function bestMoments(points: readonly AttentionPoint[], count = 3, apart = 60_000): Moment[] {
  if (points.length < 3) return [];
  const tops = SERIES.map((series) => [series, Math.max(0, ...points.map((point) => point[series]))] as const);
  const scored = points.map((point) => {
    const parts = tops.map(([series, top]) => [series, top > 0 ? (point[series] / top) * WEIGHTS[series] : 0] as const);
    const [because] = parts.reduce((best, part) => (part[1] > best[1] ? part : best));
    return { at_ms: point.at_ms, because, score: parts.reduce((sum, [, part]) => sum + part, 0) };
  });
  const usual = scored.reduce((sum, point) => sum + point.score, 0) / scored.length;
  const found: typeof scored = [];
  for (const point of scored.toSorted((a, b) => b.score - a.score)) {
    if (found.length === count || point.score <= usual * 1.15) break;
    if (found.every((other) => Math.abs(other.at_ms - point.at_ms) >= apart)) found.push(point);
  }
  return found.map(({ at_ms, because }) => ({ at_ms, because }));
}
