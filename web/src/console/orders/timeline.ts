import type { Order } from "@shared/api/types";

export interface Moment {
  kind: "placed" | "paid" | "shipped" | "cancelled" | "expires";
  at: string;
  detail?: string;
  reason?: NonNullable<Order["cancel_reason"]>;
}

/** What happened to an order, first to last; an unpaid one ends with when it will lapse. */
export function timelineOf(order: Order): Moment[] {
  const moments: Moment[] = [{ kind: "placed", at: order.created_at }];
  if (order.paid_at) moments.push({ kind: "paid", at: order.paid_at });
  for (const parcel of order.parcels) {
    moments.push({ kind: "shipped", at: parcel.shipped_at, detail: `${parcel.carrier} ${parcel.tracking_number}` });
  }
  if (order.cancelled_at) {
    const reason = order.cancel_reason;
    moments.push({ kind: "cancelled", at: order.cancelled_at, ...(reason ? { reason } : {}) });
  }
  if (order.state === "created" && order.expires_at) moments.push({ kind: "expires", at: order.expires_at });
  return moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
