/** Going to the payment page and knowing, on coming back, that a payment is on its way. */
import { api, idempotent, unwrap } from "@shared/api/client";

const mark = (order: string) => `kaibo.paying.${order}`;
const FRESH = 3 * 60_000;

/** Opens a payment for the order and leaves for the gateway's page. Throws ApiProblem, and then stays here. */
export async function goToPayment(order: string, key?: string): Promise<void> {
  const session = await unwrap(
    api.POST("/api/v1/orders/{order_id}/payment-sessions", {
      params: { path: { order_id: order } },
      headers: idempotent(key),
    }),
  );
  try {
    sessionStorage.setItem(mark(order), String(Date.now()));
  } catch {
    // Only the words on the way back depend on it.
  }
  location.assign(session.redirect_url);
}

/** Whether the buyer left for the payment page of this order a short while ago. */
export function wentToPay(order: string): boolean {
  try {
    return Date.now() - Number(sessionStorage.getItem(mark(order)) ?? 0) < FRESH;
  } catch {
    return false;
  }
}
