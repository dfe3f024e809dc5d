/** The way to the first show: what is done is seen from the records, so nobody ticks anything off. */
import type { Show, Store } from "@shared/api/types";
import type { IconName } from "@shared/ui";
import type { RouteLocationRaw } from "vue-router";

export type StepId = "seller" | "product" | "show" | "picture" | "air" | "order";

export interface Step {
  id: StepId;
  icon: IconName;
  done: boolean;
  to: RouteLocationRaw;
  /** Without this the step cannot be taken by whoever is signed in. */
  scope: string;
}

/** What is known of the records; `null` where the answer is not there yet, or may not be asked for. */
export interface Facts {
  store: Pick<Store, "legal_name" | "address" | "contact"> | null;
  products: number | null;
  shows: readonly Pick<Show, "id" | "state" | "on_air_at">[];
  /** An encoder or a browser has sent a picture to the show at hand. */
  picture: boolean;
  orders: number | null;
}

export function stepsOf(facts: Facts): Step[] {
  const { store, shows } = facts;
  const aired = shows.some((show) => show.on_air_at);
  const open = shows.find((show) => show.state !== "closed");
  const at = (name: string): RouteLocationRaw => (open ? { name, params: { id: open.id } } : { name: "shows", query: { show: "new" } });
  return [
    { id: "seller", icon: "store", done: Boolean(store?.legal_name && store.address && store.contact), to: { name: "settings", params: { section: "store" } }, scope: "store:write" },
    { id: "product", icon: "box", done: (facts.products ?? 0) > 0, to: { name: "product-new" }, scope: "products:write" },
    { id: "show", icon: "calendar", done: shows.length > 0, to: { name: "shows", query: { show: "new" } }, scope: "shows:write" },
    { id: "picture", icon: "camera", done: facts.picture || aired, to: at("studio"), scope: "streams:read" },
    { id: "air", icon: "play", done: aired, to: at("desk"), scope: "shows:write" },
    { id: "order", icon: "receipt", done: (facts.orders ?? 0) > 0, to: { name: "orders" }, scope: "orders:read" },
  ];
}

export const nextStep = (steps: readonly Step[]): Step | undefined => steps.find((step) => !step.done);
