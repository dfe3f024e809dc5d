import { ApiProblem, api, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Order } from "@shared/api/types";
import { toast } from "@shared/ui";
import { computed, onBeforeUnmount, ref, shallowRef } from "vue";
import { goToPayment, wentToPay } from "../checkout/payment";
import { givenBack, nextLook, standOf } from "./stand";

/** One order, looked at again for as long as it can change and the page is in front. */
export function useOrder(id: string) {
  const order = shallowRef<Order | null>(null);
  const missing = ref(false);
  const trouble = ref("");
  const now = ref(Date.now());
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

  async function look(): Promise<void> {
    clearTimeout(timer);
    try {
      order.value = await unwrap(api.GET("/api/v1/orders/{order_id}", { params: { path: { order_id: id } } }));
      trouble.value = "";
    } catch (error) {
      if (error instanceof ApiProblem && [401, 403, 404].includes(error.status)) missing.value = true;
      else trouble.value = explain(error);
    }
    const wait = missing.value ? null : stand.value ? nextLook(stand.value, onItsWay()) : 3000;
    if (wait !== null && !document.hidden) timer = setTimeout(() => void look(), wait);
  }

  /** Does something to the order, and shows what became of it; a refusal is told and the order asked for anew. */
  async function act(asking: Promise<{ data?: Order }>): Promise<void> {
    try {
      order.value = await unwrap(asking);
    } catch (error) {
      toast(explain(error), { kind: "warn" });
    }
    await look();
  }

  const path = { params: { path: { order_id: id } } };
  const cancel = () => act(api.POST("/api/v1/orders/{order_id}/cancel", path));
  const confirm = () => act(api.POST("/api/v1/orders/{order_id}/confirm", path));

  const onVisible = () => !document.hidden && !missing.value && void look();
  document.addEventListener("visibilitychange", onVisible);
  onBeforeUnmount(() => {
    clearTimeout(timer);
    clearInterval(clock);
    document.removeEventListener("visibilitychange", onVisible);
  });
  void look();

  return { order, missing, trouble, stand, back, expiresIn, look, cancel, confirm, pay: () => goToPayment(id) };
}
