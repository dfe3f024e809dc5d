/** Which orders the list shows, as the address tells and as the server is asked. */
import type { Order } from "@shared/api/types";
import { midnight } from "../lib/days";
import { STATES, type State } from "./states";

export interface Filter {
  q: string;
  states: State[];
  show: string;
  product: string;
  /** Days as `YYYY-MM-DD`, both included, in the reader's own time. */
  from: string;
  to: string;
  refunded: boolean;
}

/** "paid,shipped": each known state once, in the order of the list. */
export const statesOf = (text: string): State[] => {
  const told = new Set(text.split(","));
  return STATES.filter((state) => told.has(state));
};

export const withState = (states: readonly State[], state: State): string =>
  STATES.filter((each) => (each === state ? !states.includes(state) : states.includes(each))).join(",");

export interface OrderQuery {
  q?: string;
  state?: State[];
  show?: string;
  product?: string;
  since?: string;
  until?: string;
  refunded?: boolean;
}

export function queryOf(filter: Filter): OrderQuery {
  const since = midnight(filter.from, 0);
  const until = midnight(filter.to, 1);
  return {
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.states.length > 0 ? { state: filter.states } : {}),
    ...(filter.show ? { show: filter.show } : {}),
    ...(filter.product ? { product: filter.product } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
    ...(filter.refunded ? { refunded: true } : {}),
  };
}

/** The address of the CSV of the same orders. */
export function exportAddress(filter: Filter, language: string): string {
  const { state = [], refunded, ...rest } = queryOf(filter);
  const query = new URLSearchParams({ ...rest, ...(refunded ? { refunded: "true" } : {}), language });
  for (const each of state) query.append("state", each);
  return `/api/v1/orders/export.csv?${query}`;
}

/** Whether an order still belongs in the list after it changed. */
export const stillFits = (order: Order, filter: Filter): boolean =>
  (filter.states.length === 0 || filter.states.includes(order.state)) && (!filter.refunded || order.refunded.amount > 0);

/** What a list of that filter says when it is empty: its picture, its words and what to do, the latter by their keys. */
export interface Emptiness {
  icon: "receipt" | "search" | "truck";
  title: string;
  text: string;
}

export function emptinessOf({ q, states, show, ...rest }: Filter): Emptiness {
  const text = "orders.none_here_text";
  if (q) return { icon: "search", title: "orders.none_here", text: "list.nothing_found_text" };
  if (Object.values(rest).some(Boolean) || states.length > 1) return { icon: "search", title: "orders.none_here", text };
  if (states[0] === "paid") return { icon: "truck", title: "orders.none_to_ship", text: show ? text : "orders.none_to_ship_text" };
  if (states.length > 0) return { icon: "receipt", title: "orders.none_in_state", text };
  return show ? { icon: "receipt", title: "orders.none_of_show", text } : { icon: "receipt", title: "orders.none", text: "orders.none_text" };
}
