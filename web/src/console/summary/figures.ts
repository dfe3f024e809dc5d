/** How a figure of the summary is written, and what it is against the previous show's. */
import type { components } from "@shared/api/schema";
import { duration, money, number } from "@shared/format";

export type Summary = components["schemas"]["ShowSummary"];
export type Metric = Summary["metrics"][number];
export type Figure = Summary["values"][number];
export type Minute = Summary["minutes"][number];

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

/** The figures of a minute, each with a lane and a column. */
export const SERIES = ["online", "orders", "gmv_paid", "danmaku", "likes", "clicks"] as const;
export type Series = (typeof SERIES)[number];

/** What the minutes are seen against, in the order of its rows. */
export const MARKS = ["explained", "pinned", "deal", "stock_low", "sold_out", "interrupted"] as const;

export const valueOf = (minute: Minute, series: Series, currency: string): number =>
  series === "gmv_paid" ? (minute.gmv_paid[currency] ?? 0) : minute[series];

/** A line through the minutes, in a box of that size; the tallest minute touches its top. */
export function path(values: readonly number[], width: number, height: number): string {
  const top = Math.max(...values, 1);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.map((value, at) => `${(at * step).toFixed(1)},${(height - (value / top) * (height - 2)).toFixed(1)}`).join(" ");
}
