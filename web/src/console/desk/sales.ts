import type { Money, Order } from "@shared/api/types";

/** Paid and not given back. */
export const isSale = (order: Order): boolean => order.payment.state === "captured" && order.state !== "cancelled";

/** How many orders are paid, and how much they come to in minor units, without what was given back of them. */
export function salesOf(orders: Iterable<Order>, currency: string): { count: number; paid: Money } {
  let count = 0;
  let amount = 0;
  for (const order of orders) {
    if (!isSale(order) || order.total.currency !== currency) continue;
    count += 1;
    amount += order.total.amount - order.refunded.amount;
  }
  return { count, paid: { amount, currency } };
}
