/** How a figure of the summary is written, and what it is against the previous show's. */
import type { components } from "@shared/api/schema";
import { duration, money, number } from "@shared/format";

export type Summary = components["schemas"]["ShowSummary"];
export type Metric = Summary["metrics"][number];
export type Figure = Summary["values"][number];
export type Minute = Summary["minutes"][number];
export type ProductFigures = Summary["products"][number];
export type ProductMinutes = components["schemas"]["ProductMinutes"];

export function write(metric: Metric, value: number | null, currency: string | null): string {
  if (value === null) return "–";
  switch (metric.unit) {
    case "money":
      return currency ? money({ amount: Math.round(value), currency }) : number(value);
    case "rate":
      return number(value, { style: "percent", maximumFractionDigits: 1 });
    case "time":
      return duration(value);
    default:
      return number(value, { maximumFractionDigits: 1 });
  }
}

/** The change against the previous show as a share, or null when there is nothing to compare with. */
export function change(figure: Pick<Figure, "value" | "before">): number | null {
  const { value, before } = figure;
  return value === null || before === null || before === 0 ? null : value / before - 1;
}

/** The figures of a minute that have a lane. */
export const SERIES = ["online", "orders", "gmv_paid", "danmaku", "likes", "clicks"] as const;
export type Series = (typeof SERIES)[number];

/** All the figures of a minute, each with a column. */
export const COLUMNS = ["online", "orders", "orders_paid", "gmv_paid", "danmaku", "likes", "clicks"] as const;

/** What the minutes are seen against, in the order of its rows. */
export const MARKS = ["explained", "pinned", "deal", "stock_low", "sold_out", "interrupted"] as const;

/** One colour for a figure wherever it is drawn. */
export const colorOf = (series: Series): string => `var(--chart-${SERIES.indexOf(series) + 1})`;

/** A row of a chart under the time axis: a value for each of its moments. */
export interface Lane {
  name: string;
  title: string;
  definition: string;
  color: string;
  values: readonly number[];
  write: (value: number) => string;
}

export const valueOf = (minute: Minute, series: Series, currency: string): number =>
  series === "gmv_paid" ? (minute.gmv_paid[currency] ?? 0) : minute[series];

export const writeSeries = (series: Series, value: number, currency: string): string =>
  series === "gmv_paid" && currency ? money({ amount: value, currency }) : number(value);

/** Amounts of several currencies, side by side and never added. */
export const sums = (amounts: Record<string, number | null>): string =>
  Object.entries(amounts)
    .map(([currency, amount]) => (amount === null ? "–" : money({ amount, currency })))
    .join(" · ");

/** What of a product is drawn by the minute. */
export const PRODUCT_SERIES = ["clicks", "orders", "gmv_paid"] as const satisfies readonly Series[];

/** A product's figure at each of the moments; it has those minutes alone in which something happened. */
export function through(moments: readonly number[], told: ProductMinutes["minutes"], series: (typeof PRODUCT_SERIES)[number], currency: string): number[] {
  const known = new Map(told.map((minute) => [minute.at_ms, series === "gmv_paid" ? (minute.gmv_paid[currency] ?? 0) : minute[series]]));
  return moments.map((moment) => known.get(moment) ?? 0);
}

/** Products, the most paid of the currency first; those alike stand as in the tray. */
export const bySales = (products: readonly ProductFigures[], currency: string): ProductFigures[] =>
  [...products].sort((a, b) => (b.gmv_paid[currency] ?? 0) - (a.gmv_paid[currency] ?? 0) || b.orders_paid - a.orders_paid || b.opened - a.opened);

/** A line through the minutes, in a box of that size; the tallest minute touches its top. */
export function path(values: readonly number[], width: number, height: number): string {
  const top = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, at) => `${(at * step).toFixed(1)},${(height - (value / top) * (height - 2)).toFixed(1)}`).join(" ");
}

/** A level for each stretch, from the top, so that none lies on another; an open one goes on to the end. */
export function levels(stretches: readonly { from_ms: number; to_ms: number | null }[]): number[] {
  const ends: number[] = [];
  const placed = new Map<number, number>();
  const byStart = [...stretches.entries()].sort(([, one], [, other]) => one.from_ms - other.from_ms);
  for (const [index, { from_ms, to_ms }] of byStart) {
    const free = ends.findIndex((end) => end <= from_ms);
    const level = free < 0 ? ends.length : free;
    ends[level] = to_ms ?? Infinity;
    placed.set(index, level);
  }
  return stretches.map((_, index) => placed.get(index) ?? 0);
}
