/** What the console knows of each state of an order. One that is not told of here does not compile. */
import type { Order } from "@shared/api/types";

export type State = Order["state"];

/** In the order of lists and filters; `paid`: its buyer paid, and not all of it went back. */
const KNOWN: Record<State, { paid: boolean }> = {
  paid: { paid: true },
  created: { paid: false },
  shipped: { paid: true },
  delivered: { paid: true },
  completed: { paid: true },
  refunded: { paid: false },
  cancelled: { paid: false },
};

export const STATES = Object.keys(KNOWN) as State[];
export const isPaid = (state: State): boolean => KNOWN[state].paid;
