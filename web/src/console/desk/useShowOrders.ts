import { api, unwrap } from "@shared/api/client";
import type { Order } from "@shared/api/types";
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { usePoll } from "../lib/poll";
import { can, currency } from "../lib/session";
import { salesOf } from "./sales";

const PAGE = 100;
// Beyond this the first count of a very long show is not worth the wait; `partial` says so.
const MOST_PAGES = 20;

/** The orders of one show: all of them once, then the newest whenever something happens. */
export function useShowOrders(show: string) {
  const known = shallowRef<ReadonlyMap<string, Order>>(new Map());
  const loading = ref(true);
  const partial = ref(false);
  const freshIds = ref<ReadonlySet<string>>(new Set());
  let complete = false;

  const page = (cursor?: string) =>
    unwrap(api.GET("/api/v1/orders", { params: { query: { show, limit: PAGE, ...(cursor ? { cursor } : {}) } } }));

  function take(orders: readonly Order[]): void {
    const next = new Map(known.value);
    for (const order of orders) next.set(order.id, order);
    known.value = next;
  }

  async function ask(): Promise<void> {
    const newest = await page();
    const before = known.value;
    const fresh = newest.items.filter((order) => !before.has(order.id)).map((order) => order.id);
    take(newest.items);
    if (complete) {
      if (fresh.length > 0) freshIds.value = new Set(fresh);
      // More than a page arrived at once: fetch what lies between.
      if (fresh.length < PAGE) return;
    }
    let cursor = newest.next_cursor;
    for (let count = 1; cursor && count < MOST_PAGES; count += 1) {
      const older = await page(cursor);
      take(older.items);
      cursor = older.next_cursor;
    }
    partial.value = Boolean(cursor);
    complete = true;
    loading.value = false;
  }

  const now = can("orders:read") ? usePoll(ask, 10_000) : () => undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;
  /** Several paid orders in the same second need one question only. */
  function refresh(): void {
    soon ??= setTimeout(() => {
      soon = undefined;
      now();
    }, 400);
  }
  onScopeDispose(() => clearTimeout(soon));

  const recent = computed(() =>
    [...known.value.values()].toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)).slice(0, 30),
  );
  const sales = computed(() => salesOf(known.value.values(), currency()));
  return { recent, sales, loading, partial, freshIds, refresh };
}

export type ShowOrders = ReturnType<typeof useShowOrders>;
