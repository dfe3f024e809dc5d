/** The key figures of the desk: each with what belongs to it, and with the definitions that the summary has. */
import { count, money, number } from "@shared/format";
import { useI18n } from "vue-i18n";
import { currency } from "../lib/session";
import { type Series, colorOf } from "../summary/figures";
import type { Sales } from "./sales";
import type { ShowFigures } from "./useShowFigures";

export interface Tile {
  name: Series;
  title: string;
  value: string;
  /** A second figure of the same thing; empty while there is none. */
  beside: string;
  isMoney: boolean;
  /** What it is, what the second is, and what the curve shows. */
  lines: readonly string[];
  trend: readonly number[];
  trendTitle: string;
  color: string;
}

/** What the room and the orders tell; `sales` is null until known; `partial`: it is the least that was sold. */
export interface Now {
  onAir: boolean;
  watching: number;
  likes: number;
  sales: Sales | null;
  partial: boolean;
}

export function useTiles(figures: ShowFigures) {
  const { t } = useI18n();

  const percent = (name: "ctr" | "conversion"): string => {
    const share = figures.value(name);
    return share === null ? "" : t(`desk_keys.${name}`, { share: number(share, { style: "percent", maximumFractionDigits: 1 }) });
  };
  const total = (name: string): number => figures.value(name) ?? 0;
  const average = (): string => {
    const value = figures.value("aov", currency());
    return value === null ? "" : t("desk_keys.aov", { amount: money({ amount: Math.round(value), currency: currency() }) });
  };
  /**
   * The records are a little late, so that on air the room may be beyond their peak. Before and after there may be more
   * in the room than there ever were on air: a peak below their number says nothing.
   */
  const peak = (watching: number, onAir: boolean): string => {
    const most = onAir ? Math.max(total("peak"), watching) : total("peak");
    return most > 0 && most >= watching ? t("desk_keys.peak", { n: count(most) }) : "";
  };
  /** Named, since it is not what the tile is called by. */
  const also = (name: string): string => t("desk_keys.also", { name: t(`metric.${name}`), what: t(`metric.${name}_is`) });

  const tile = (name: Series, trend: readonly number[], rest: Pick<Tile, "title" | "value" | "beside"> & { lines: string[]; isMoney?: boolean }): Tile => {
    const trendTitle = t(`desk_keys.${name}_trend`);
    return { name, isMoney: false, ...rest, lines: [...rest.lines, t("desk_keys.curve", { what: trendTitle })], trend, trendTitle, color: colorOf(name) };
  };

  function tiles({ onAir, watching, likes, sales, partial }: Now): Tile[] {
    const plus = partial ? "+" : "";
    return [
      // The minutes so far from the records, and the present one from the room.
      tile("online", [...figures.online.value.slice(0, -1), watching], {
        title: t("desk.watching"),
        value: count(watching),
        beside: peak(watching, onAir),
        lines: [t("desk_keys.watching_is"), also("peak")],
      }),
      tile("danmaku", figures.talks.value, {
        title: t("metric.danmaku"),
        value: count(total("danmaku")),
        beside: t("desk_keys.talk", { n: count(figures.talk.value) }, figures.talk.value),
        lines: [t("metric.danmaku_is"), t("desk_keys.minute_is")],
      }),
      tile("likes", figures.likes.value, {
        title: t("desk.likes"),
        value: count(likes),
        beside: t("desk_keys.likes", { n: count(figures.liked.value) }),
        lines: [t("metric.likes_is"), t("desk_keys.minute_is")],
      }),
      tile("clicks", figures.clicks.value, {
        title: t("metric.clicks"),
        value: count(total("clicks")),
        beside: percent("ctr"),
        lines: [t("metric.clicks_is"), also("ctr")],
      }),
      tile("orders", figures.orders.value, {
        title: t("desk.orders_paid"),
        value: sales ? `${count(sales.count)}${plus}` : "…",
        beside: percent("conversion"),
        lines: [t("metric.orders_paid_is"), also("conversion")],
      }),
      tile("gmv_paid", figures.paid.value, {
        title: t("desk.paid"),
        value: sales ? `${money(sales.paid)}${plus}` : "…",
        beside: average(),
        lines: [t("metric.net_is"), also("aov")],
        isMoney: true,
      }),
    ];
  }
  return tiles;
}
