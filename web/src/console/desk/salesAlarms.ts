/** What the desk warns of beside the picture: goods, audience and payments. */
import type { Order } from "@shared/api/types";
import type { ProductCard } from "@kaibo/room-client";
import { variantTitle } from "../products/variantNames";
import { type LowMarks, lowOf } from "./lowMarks";

export type SalesAlarmKind = "sold_out" | "variant_sold_out" | "stock_low" | "leaving" | "payments";

export interface SalesAlarm {
  /** The same trouble has the same name until it is over. */
  id: string;
  kind: SalesAlarmKind;
  /** Of a product, or of one of its variants. */
  title?: string;
  /** Pieces left, or payments that failed. */
  count?: number;
  /** Of the viewers, as a part of one. */
  share?: number;
}

/** So large a part that leaves within five minutes, of no fewer than so many. */
const LEAVING = 0.3;
const LEAST_WATCHING = 20;
const MINUTES = 5;
/** So many failed payments in ten minutes, and at least a third of those tried. */
const LEAST_FAILED = 3;
const PAYMENTS_WITHIN = 10 * 60_000;

export interface Situation {
  pinned: readonly Pick<ProductCard, "id" | "title" | "available" | "variants">[];
  marks: LowMarks;
  /** The most at once in each minute, oldest first; the last minute goes on. */
  online: readonly number[];
  watching: number;
  orders: readonly Pick<Order, "created_at" | "payment">[];
  now: number;
}

/** Worst first. */
export function salesAlarmsOf({ pinned, marks, online, watching, orders, now }: Situation): SalesAlarm[] {
  const found: SalesAlarm[] = pinned.flatMap((card): SalesAlarm[] => {
    const { id, title } = card;
    if (card.available <= 0) return [{ id: `sold_out:${id}`, kind: "sold_out", title }];
    // Each by itself: who has seen the one would else not be told of the next.
    const gone = card.variants.filter((variant) => variant.available <= 0);
    return [
      ...gone.map((variant): SalesAlarm => ({ id: `variant_sold_out:${variant.id}`, kind: "variant_sold_out", title: variantTitle(card, variant.values) })),
      ...lowOf(card, marks).map((variant): SalesAlarm => ({ id: `stock_low:${variant.id}`, kind: "stock_low", title: variantTitle(card, variant.values), count: variant.available })),
    ];
  });
  const tried = orders.filter((order) => now - Date.parse(order.created_at) < PAYMENTS_WITHIN && order.payment.state !== "pending");
  const failed = tried.filter((order) => order.payment.state === "declined").length;
  if (failed >= LEAST_FAILED && failed * 3 >= tried.length) found.unshift({ id: "payments", kind: "payments", count: failed });
  const before = Math.max(0, ...online.slice(-MINUTES - 1, -1));
  if (before >= LEAST_WATCHING && watching <= before * (1 - LEAVING)) found.push({ id: "leaving", kind: "leaving", share: 1 - watching / before });
  return found;
}
