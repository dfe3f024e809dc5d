import type { Money, Order } from "@shared/api/types";

/** How many orders were paid, and what is left of their money. */
export interface Sales {
  count: number;
  paid: Money;
}

/**
 * As the summary counts them, so that the crew reads the same whether it may see orders or not: one that was given
 * back later stays a paid order, and its money is taken off. Orders of any currency count, money of this one only.
 */
export function salesOf(orders: Iterable<Order>, currency: string): Sales {
  let count = 0;
  let amount = 0;
  for (const order of orders) {
    if (order.paid_at === null) continue;
    count += 1;
    if (order.total.currency === currency) amount += order.total.amount - order.refunded.amount;
  }
  return { count, paid: { amount, currency } };
}
