/** The chain's history as the charts draw it: pure, in milliseconds since the epoch. */
import type { components } from "@shared/api/schema";

type Sent = components["schemas"]["HistoryPoint"];
export type Measure = Exclude<keyof Sent, "at">;
export type Point = Omit<Sent, "at"> & { at: number };

export const HOUR = 3_600_000;
/** Points come every five seconds, kept ones every minute: over more than this there was nothing. */
const LONGEST_GAP = 90_000;

/** Adds what is newer, and lets go of what is older than an hour. */
export function joined(known: readonly Point[], sent: readonly Sent[]): Point[] {
  const last = known.at(-1)?.at ?? 0;
  const fresh = sent.map((point) => ({ ...point, at: Date.parse(point.at) })).filter((point) => point.at > last);
  const all = [...known, ...fresh];
  const newest = all.at(-1)?.at ?? 0;
  return all.filter((point) => newest - point.at <= HOUR);
}

/** A round number that the values stay below: 1, 2 or 5 times a power of ten. */
export function niceTop(values: readonly number[], least: number): number {
  const top = Math.max(least, ...values);
  const power = 10 ** Math.floor(Math.log10(top));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= top) ?? top;
}

export interface Curve {
  /** SVG paths, one for each stretch without a gap. */
  lines: string[];
  areas: string[];
  top: number;
}

export interface Frame {
  from: number;
  to: number;
  width: number;
  height: number;
}

/** The curve of one measure; where it is unknown there is no line. */
export function curveOf(points: readonly Point[], measure: Measure, frame: Frame, least: number): Curve {
  const shown = points.filter((point) => point.at >= frame.from && point.at <= frame.to);
  const values = shown.map((point) => point[measure]).filter((value) => value !== null);
  const top = niceTop(values, least);
  const x = (at: number) => ((at - frame.from) / (frame.to - frame.from)) * frame.width;
  const y = (value: number) => frame.height - (value / top) * frame.height;
  const stretches: [number, number][][] = [];
  let before: number | null = null;
  for (const point of shown) {
    const value = point[measure];
    if (value === null) {
      before = null;
      continue;
    }
    if (before === null || point.at - before > LONGEST_GAP) stretches.push([]);
    stretches.at(-1)?.push([x(point.at), y(value)]);
    before = point.at;
  }
  const text = (stretch: [number, number][]) => stretch.map(([left, up]) => `${left.toFixed(1)},${up.toFixed(1)}`).join(" ");
  // A single point is drawn as a dash, or it would not be seen.
  const lines = stretches.map((stretch) => {
    const [only] = stretch;
    return only && stretch.length === 1 ? `${text(stretch)} ${(only[0] + 1).toFixed(1)},${only[1].toFixed(1)}` : text(stretch);
  });
  const areas = stretches.map((stretch) => {
    const first = stretch[0]?.[0] ?? 0;
    const end = stretch.at(-1)?.[0] ?? 0;
    return `${first.toFixed(1)},${String(frame.height)} ${text(stretch)} ${end.toFixed(1)},${String(frame.height)}`;
  });
  return { lines, areas, top };
}
