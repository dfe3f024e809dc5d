import { ApiProblem, api, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Order } from "@shared/api/types";
import { toast } from "@shared/ui";
import { computed, onBeforeUnmount, ref, shallowRef } from "vue";
import { goToPayment, wentToPay } from "../checkout/payment";
import { givenBack, nextLook, standOf } from "./stand";

/** Every how many looks the gateway is asked, too: mostly its word has come by itself before. */
const ASK_EVERY = 4;

/** One order, looked at again for as long as it can change and the page is in front. */
export function useOrder(id: string) {
  const order = shallowRef<Order | null>(null);
  const missing = ref(false);
  const trouble = ref("");
  const now = ref(Date.now());
  const path = { params: { path: { order_id: id } } };
  let looks = 0;
  /** Which look this is, or which act came after it: what an older one still brings is dropped. */
  let turn = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clock = setInterval(() => (now.value = Date.now()), 1000);

  const stand = computed(() => {
    // `now` is read so that "confirming" ends by itself.
    return order.value && now.value > 0 ? standOf(order.value, wentToPay(id)) : null;
  });
  const expiresIn = computed(() =>
    order.value?.expires_at ? Date.parse(order.value.expires_at) - now.value : null,
  );

  const back = computed(() => (order.value ? givenBack(order.value) : null));
  const onItsWay = () => Boolean(back.value?.coming);

  /** Whoever has come back from paying does not wait for the gateway's word alone: it may be late. */
  async function news(): Promise<Order> {
    if (stand.value === "confirming" && looks++ % ASK_EVERY === 0) {
      const asked = await api.POST("/api/v1/orders/{order_id}/payment-checks", path);
      // A gateway that is down says nothing new; the order is still to be seen.
      if (asked.data) return asked.data;
    }
    return unwrap(api.GET("/api/v1/orders/{order_id}", path));
  }

  // Read by a function, because the compiler takes variables for unchanged across an await.
  const isVoid = (mine: number) => stopped || mine !== turn;

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (stopped) return;
    const mine = (turn += 1);
    try {
      const found = await news();
      if (isVoid(mine)) return;
      order.value = found;
      trouble.value = "";
    } catch (error) {
      if (isVoid(mine)) return;
      if (error instanceof ApiProblem && [401, 403, 404].includes(error.status)) missing.value = true;
      else trouble.value = explain(error);
    }
    const wait = missing.value ? null : stand.value ? nextLook(stand.value, onItsWay()) : 3000;
    if (wait !== null && !document.hidden) timer = setTimeout(() => void look(), wait);
  }

  /** Does something to the order, and shows what became of it; a refusal is told and the order asked for anew. */
  async function act(asking: Promise<{ data?: Order }>): Promise<void> {
    try {
      const found = await unwrap(asking);
      turn += 1;
      order.value = found;
    } catch (error) {
      toast(explain(error), { kind: "warn" });
    }
    await look();
  }

  const cancel = () => act(api.POST("/api/v1/orders/{order_id}/cancel", path));
  const confirm = () => act(api.POST("/api/v1/orders/{order_id}/confirm", path));

  const onVisible = () => !document.hidden && !missing.value && void look();
  document.addEventListener("visibilitychange", onVisible);
  onBeforeUnmount(() => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(clock);
    document.removeEventListener("visibilitychange", onVisible);
  });
  void look();

  return { order, missing, trouble, stand, back, expiresIn, look, cancel, confirm, pay: () => goToPayment(id) };
}
