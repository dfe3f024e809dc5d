/** Going to the payment page and knowing, on coming back, that a payment is on its way. */
import { api, idempotent, unwrap } from "@shared/api/client";

const mark = (order: string) => `kaibo.paying.${order}`;
const FRESH = 3 * 60_000;
/** Whoever came here by themselves may not have paid; after this long they are offered to. Milliseconds. */
const LINGER = 8000;

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
  comeBackTo(`/orders/${order}`);
  location.assign(session.redirect_url);
}

/**
 * Going back from the gateway's page must lead to the order that stands, wherever it was placed: a checkout that
 * opened again would offer the same pieces a second time.
 */
function comeBackTo(path: string): void {
  history.replaceState({ ...history.state, current: path }, "", path);
  // A page that the browser kept whole would still show the checkout.
  addEventListener("pageshow", (event) => event.persisted && location.reload(), { once: true });
}

/** Whether this page was opened at the order's own address, as the gateway does when it sends a buyer back. */
function sentByGateway(order: string): boolean {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return !entry || (entry.type === "navigate" && new URL(entry.name).pathname.endsWith(order));
}

/** Whether the buyer left for the payment page of this order a short while ago, and may have paid. */
export function wentToPay(order: string): boolean {
  if (!sentByGateway(order) && performance.now() > LINGER) return false;
  try {
    return Date.now() - Number(sessionStorage.getItem(mark(order)) ?? 0) < FRESH;
  } catch {
    return false;
  }
}
