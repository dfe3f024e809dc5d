/** What a show has sold up to now, for whoever is at its desk. */
import { type ComputedRef, computed } from "vue";
import { can, currency } from "../lib/session";
import type { Sales } from "./sales";
import type { ShowFigures } from "./useShowFigures";
import type { ShowOrders } from "./useShowOrders";

/** From the orders themselves; who may not see these has the summary's figures, which are a little later. */
export function useShowSales(orders: ShowOrders, figures: ShowFigures): ComputedRef<Sales | null> {
  return computed(() => {
    if (can("orders:read")) return orders.loading.value ? null : orders.sales.value;
    const [count, amount] = [figures.value("orders_paid"), figures.value("net")];
    return count === null || amount === null ? null : { count, paid: { amount, currency: currency() } };
  });
}
