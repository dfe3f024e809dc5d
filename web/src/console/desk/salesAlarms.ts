/** What the desk warns of beside the picture: goods, audience and payments. */
import type { Order } from "@shared/api/types";
import type { ProductCard } from "@kaibo/room-client";

export type SalesAlarmKind = "sold_out" | "stock_low" | "leaving" | "payments";

export interface SalesAlarm {
  /** The same trouble has the same name until it is over. */
  id: string;
  kind: SalesAlarmKind;
  /** Of a product. */
  title?: string;
  /** Pieces left, or payments that failed. */
  count?: number;
  /** Of the viewers, as a part of one. */
  share?: number;
}

/** A pinned product with so few pieces left is told of. */
export const LOW = 5;
/** So large a part that leaves within five minutes, of no fewer than so many. */
const LEAVING = 0.3;
const LEAST_WATCHING = 20;
const MINUTES = 5;
/** So many failed payments in ten minutes, and at least a third of those tried. */
const LEAST_FAILED = 3;
const PAYMENTS_WITHIN = 10 * 60_000;

export interface Situation {
  pinned: readonly Pick<ProductCard, "id" | "title" | "available">[];
  /** The most at once in each minute, oldest first; the last minute goes on. */
  online: readonly number[];
  watching: number;
  orders: readonly Pick<Order, "created_at" | "payment">[];
  now: number;
}

/** Worst first. */
export function salesAlarmsOf({ pinned, online, watching, orders, now }: Situation): SalesAlarm[] {
  const found: SalesAlarm[] = pinned.flatMap(({ id, title, available }): SalesAlarm[] => {
    if (available <= 0) return [{ id: `sold_out:${id}`, kind: "sold_out", title }];
    return available <= LOW ? [{ id: `stock_low:${id}`, kind: "stock_low", title, count: available }] : [];
  });
  const tried = orders.filter((order) => now - Date.parse(order.created_at) < PAYMENTS_WITHIN && order.payment.state !== "pending");
  const failed = tried.filter((order) => order.payment.state === "declined").length;
  if (failed >= LEAST_FAILED && failed * 3 >= tried.length) found.unshift({ id: "payments", kind: "payments", count: failed });
  const before = Math.max(0, ...online.slice(-MINUTES - 1, -1));
  if (before >= LEAST_WATCHING && watching <= before * (1 - LEAVING)) found.push({ id: "leaving", kind: "leaving", share: 1 - watching / before });
  return found;
}
