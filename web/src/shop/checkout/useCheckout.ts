import { ApiProblem, api, idempotent, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Order, ProductCard } from "@shared/api/types";
import { times } from "@shared/format";
import { currentLanguage } from "@shared/i18n";
import { toast } from "@shared/ui";
import { computed, nextTick, reactive, ref, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useRouter } from "vue-router";
import { ensureViewer } from "../viewer";
import { type FormFaults, cleaned, faultsOf, guessCountry } from "./address";
import { Attempt } from "./attempt";
import { goToPayment } from "./payment";
import { keepForm, recallForm } from "./remembered";

/** Most pieces of one product in one order. */
const MOST = 99;

/** The state of one checkout: the form outlives every refusal. */
export function useCheckout(show: string, card: () => ProductCard) {
  const { t } = useI18n();
  const router = useRouter();
  const form = reactive(recallForm(guessCountry(card().price.currency, currentLanguage())));
  const quantity = ref(1);
  const keep = ref(true);
  const busy = ref(false);
  const trouble = ref("");
  const touched = reactive(new Set<string>());
  const told = reactive<FormFaults>({});
  const attempt = new Attempt();

  const most = computed(() => Math.max(1, Math.min(MOST, card().available)));
  const total = computed(() => times(card().price, quantity.value));
  const soldOut = computed(() => card().available <= 0);
  // The price the buyer last saw: when the server's changes, they have to see it before they order.
  const seenPrice = ref(card().price.amount);

  watch(most, (value) => {
    if (quantity.value > value) quantity.value = value;
  });
  watch(
    () => card().price.amount,
    (amount) => {
      if (amount === seenPrice.value) return;
      seenPrice.value = amount;
      trouble.value = t("checkout.price_now_differs");
    },
  );

  /** The message to show at a field now, if any. */
  function fault(path: string, label: string): string | undefined {
    if (told[path]) return told[path];
    const key = touched.has(path) ? faultsOf(form)[path] : undefined;
    return key ? t(key, { field: label }) : undefined;
  }

  function touch(path: string): void {
    touched.add(path);
    Reflect.deleteProperty(told, path);
  }

  async function focusFirstFault(): Promise<void> {
    await nextTick();
    document.querySelector<HTMLElement>("[data-checkout] [aria-invalid]")?.focus();
  }

  function refused(error: unknown): void {
    attempt.failed(error);
    trouble.value = explain(error);
    if (!(error instanceof ApiProblem)) return;
    for (const item of error.errors) told[item.field] = item.message;
    const available = error.params["available"];
    if (error.code === "orders.sold_out" && typeof available === "number" && available > 0) {
      quantity.value = Math.min(quantity.value, available);
    }
    void focusFirstFault();
  }

  async function submit(): Promise<void> {
    const faults = faultsOf(form);
    for (const path of Object.keys(faults)) touched.add(path);
    if (Object.keys(faults).length > 0) {
      trouble.value = "";
      await focusFirstFault();
      return;
    }
    busy.value = true;
    trouble.value = "";
    try {
      const order = await place();
      keepForm(cleaned(form), keep.value);
      await pay(order);
    } catch (error) {
      refused(error);
    } finally {
      busy.value = false;
    }
  }

  async function place(): Promise<Order> {
    await ensureViewer();
    const [variant] = card().variants;
    if (!variant) throw new Error("a product without variants");
    const line = { variant_id: variant.id, quantity: quantity.value, unit_price: variant.price.amount };
    const body = { show, lines: [line], ...cleaned(form), accepts_no_return: false, from_cart: false };
    return unwrap(api.POST("/api/v1/orders", { body, headers: idempotent(attempt.key(body)) }));
  }

  /** The order stands even when the payment page cannot be opened now; its own page offers to pay again. */
  async function pay(order: Order): Promise<void> {
    try {
      await goToPayment(order.id);
    } catch (error) {
      toast(explain(error), { kind: "warn" });
      await router.push({ name: "order", params: { order: order.id } });
    }
  }

  return { form, quantity, keep, busy, trouble, most, total, soldOut, fault, touch, submit };
}
