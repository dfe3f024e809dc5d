import { api, unwrap } from "@shared/api/client";
import type { Order } from "@shared/api/types";
import { onScopeDispose, ref, shallowRef } from "vue";
import { standOf } from "../order/stand";

const NEWEST = 10;

/** The newest of these orders that was placed in the show and waits for its payment. `now` in milliseconds. */
export function unpaidIn(show: string, orders: readonly Order[], now: number): Order | null {
  const waits = (order: Order) => ["unpaid", "declined"].includes(standOf(order, false));
  return orders.find((order) => order.show_slug === show && waits(order) && Date.parse(order.expires_at) > now) ?? null;
}

/** An order that the viewer has not paid yet: kept in sight, so that it is neither forgotten nor placed again. */
export function useUnpaid(show: string, serverNow: () => number) {
  const order = shallowRef<Order | null>(null);
  /** Milliseconds that its pieces are held. */
  const left = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    left.value = order.value ? Math.max(0, Date.parse(order.value.expires_at) - serverNow()) : 0;
    if (left.value > 0) return;
    order.value = null;
    clearInterval(timer);
    timer = undefined;
  }

  async function look(): Promise<void> {
    try {
      const page = await unwrap(api.GET("/api/v1/orders/mine", { params: { query: { limit: NEWEST } } }));
      order.value = unpaidIn(show, page.items, serverNow());
    } catch {
      // The room goes on without it, and asks again when the page comes back to the front.
      return;
    }
    tick();
    if (order.value) timer ??= setInterval(tick, 1000);
  }

  // It may have been paid in the meantime, or another one placed.
  const onVisible = () => !document.hidden && void look();
  document.addEventListener("visibilitychange", onVisible);
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
  });

  return { order, left, look };
}
