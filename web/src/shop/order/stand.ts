/** How an order stands in the eyes of its buyer. Pure. */
import type { FoundOrder, Money, Order } from "@shared/api/types";

/** What is known of an order both to its buyer and to whoever looks it up by its number. */
export type Sight = Order | FoundOrder;

/**
 * "unpaid"     waiting for a payment (also after a declined one)
 * "confirming" the buyer came back from the payment page, the gateway's word is still on its way
 * "authorized" the gateway holds the money and is asked for it
 */
export type Stand = "unpaid" | "declined" | "confirming" | "authorized" | Exclude<Sight["state"], "created">;

export function standOf(order: Pick<Sight, "state" | "payment">, wentToPay: boolean): Stand {
  if (order.state !== "created") return order.state;
  if (order.payment.state === "captured") return "paid";
  if (order.payment.state === "declined" || order.payment.state === "authorized") return order.payment.state;
  return wentToPay ? "confirming" : "unpaid";
}

/** Milliseconds until the order should be asked for again, or null when nothing can change any more. */
export function nextLook(stand: Stand, refundOnItsWay = false): number | null {
  switch (stand) {
    case "confirming":
    case "authorized":
      return 1200;
    case "unpaid":
    case "declined":
      return 4000;
    case "paid":
    case "shipped":
      return 15_000;
    case "delivered":
    case "completed":
    case "cancelled":
    case "refunded":
      return refundOnItsWay ? 15_000 : null;
  }
}

export interface GivenBack {
  given: Money | null;
  whole: boolean;
  /** On its way. One that failed counts too: the seller tries again, and the buyer has nothing to do. */
  coming: Money | null;
  /** One of those failed: it takes longer. */
  late: boolean;
}

export function givenBack(order: Pick<Order, "refunded" | "refund_standing" | "refunds">): GivenBack {
  const coming = order.refunds.filter((refund) => refund.state !== "succeeded");
  const amount = coming.reduce((sum, refund) => sum + refund.amount.amount, 0);
  return {
    given: order.refunded.amount > 0 ? order.refunded : null,
    whole: order.refund_standing === "whole",
    coming: amount > 0 ? { amount, currency: order.refunded.currency } : null,
    late: coming.some((refund) => refund.state === "failed"),
  };
}

export interface Step {
  name: "placed" | Exclude<Sight["state"], "created">;
  at: string | null;
  done: boolean;
}

/** What has happened to an order, and what comes next. */
export function stepsOf(
  order: Pick<
    Order,
    "state" | "created_at" | "paid_at" | "shipped_at" | "delivered_at" | "completed_at" | "cancelled_at" | "refunded_at"
  >,
): Step[] {
  const step = (name: Step["name"], at: string | null | undefined): Step => ({ name, at: at ?? null, done: Boolean(at) });
  const steps = [
    step("placed", order.created_at),
    step("paid", order.paid_at),
    step("shipped", order.shipped_at),
    step("delivered", order.delivered_at),
    step("completed", order.completed_at),
  ];
  if (order.state !== "cancelled" && order.state !== "refunded") return steps;
  // An order that ended early shows how far it came, and its end.
  const end = order.state === "cancelled" ? step("cancelled", order.cancelled_at) : step("refunded", order.refunded_at);
  return [...steps.filter((each) => each.done), { ...end, done: true }];
}
