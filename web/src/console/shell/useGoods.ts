/** Orders and products under what is typed: asked of the server a moment after the last letter, never shown for other words. */
import { api, unwrap } from "@shared/api/client";
import type { Order, Product } from "@shared/api/types";
import { type Ref, onScopeDispose, ref, shallowRef, watch } from "vue";
import { can } from "../lib/session";

/** How many of a kind: who does not find it among them types on. */
const MOST = 5;
const REST_MS = 250;
/** One letter is in most names; one Chinese, Japanese or Korean character is a word. */
const isEnough = (text: string) => text.length >= 2 || /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);

export function useGoods(text: Ref<string>) {
  const orders = shallowRef<readonly Order[]>([]);
  const products = shallowRef<readonly Product[]>([]);
  const asking = ref(false);
  const failed = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Which words these are: what is answered to earlier ones is dropped, though they were the same. */
  let turn = 0;

  async function ask(q: string): Promise<void> {
    const mine = turn;
    const params = { query: { q, limit: MOST } };
    try {
      const [sold, sells] = await Promise.all([
        can("orders:read") ? unwrap(api.GET("/api/v1/orders", { params })) : null,
        can("products:read") ? unwrap(api.GET("/api/v1/products", { params })) : null,
      ]);
      if (mine !== turn) return;
      orders.value = sold?.items ?? [];
      products.value = sells?.items ?? [];
    } catch {
      if (mine === turn) failed.value = true;
    }
    if (mine === turn) asking.value = false;
  }

  watch(text, (typed, before) => {
    const q = typed.trim();
    if (q === before.trim()) return;
    clearTimeout(timer);
    turn += 1;
    orders.value = [];
    products.value = [];
    failed.value = false;
    asking.value = isEnough(q) && (can("orders:read") || can("products:read"));
    if (asking.value) timer = setTimeout(() => void ask(q), REST_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { orders, products, asking, failed };
}
