/** Orders and products under what is typed: asked of the server a moment after the last letter, never shown for other words. */
import { api, unwrap } from "@shared/api/client";
import type { Order, Product } from "@shared/api/types";
import { type Ref, onScopeDispose, ref, shallowRef, watch } from "vue";
import { can } from "../lib/session";

/** How many of a kind: who does not find it among them types on. */
const MOST = 5;
const REST_MS = 250;
/** One letter is in most names. */
const LEAST = 2;

export function useGoods(text: Ref<string>) {
  const orders = shallowRef<readonly Order[]>([]);
  const products = shallowRef<readonly Product[]>([]);
  const asking = ref(false);
  const failed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(q: string): Promise<void> {
    const params = { query: { q, limit: MOST } };
    try {
      const [sold, sells] = await Promise.all([
        can("orders:read") ? unwrap(api.GET("/api/v1/orders", { params })) : null,
        can("products:read") ? unwrap(api.GET("/api/v1/products", { params })) : null,
      ]);
      if (q !== text.value.trim()) return;
      orders.value = sold?.items ?? [];
      products.value = sells?.items ?? [];
    } catch {
      if (q === text.value.trim()) failed.value = true;
    }
    if (q === text.value.trim()) asking.value = false;
  }

  watch(text, (typed, before) => {
    const q = typed.trim();
    if (q === before.trim()) return;
    clearTimeout(timer);
    orders.value = [];
    products.value = [];
    failed.value = false;
    asking.value = q.length >= LEAST && (can("orders:read") || can("products:read"));
    if (asking.value) timer = setTimeout(() => void ask(q), REST_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { orders, products, asking, failed };
}
