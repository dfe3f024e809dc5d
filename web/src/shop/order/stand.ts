/** How an order stands in the eyes of its buyer. Pure. */
import type { Order } from "@shared/api/types";

/**
 * "unpaid"     waiting for a payment (also after a declined one)
 * "confirming" the buyer came back from the payment page, the gateway's word is still on its way
 */
export type Stand = "unpaid" | "declined" | "confirming" | "paid" | "shipped" | "cancelled";

export function standOf(order: Order, wentToPay: boolean): Stand {
  switch (order.state) {
    case "cancelled":
      return "cancelled";
    case "shipped":
      return "shipped";
    case "paid":
      return "paid";
    default:
      if (order.payment.state === "captured") return "paid";
      if (order.payment.state === "declined") return "declined";
      return wentToPay ? "confirming" : "unpaid";
  }
}

/** Milliseconds until the order should be asked for again, or null when nothing can change any more. */
export function nextLook(stand: Stand): number | null {
  switch (stand) {
    case "confirming":
      return 1200;
    case "unpaid":
    case "declined":
      return 4000;
    case "paid":
    case "shipped":
      return 15_000;
    case "cancelled":
      return null;
  }
}
