/** The sections of the console, by the life of a show; only those that exist. */
import type { IconName } from "@shared/ui";
import type { RouteLocationRaw } from "vue-router";
import { can } from "../lib/session";
import { currentShow } from "../lib/shows";

export interface Section {
  id: "shows" | "on_air" | "products" | "orders" | "settings";
  icon: IconName;
  to: RouteLocationRaw;
  /** Names of the routes that belong to it. */
  routes: readonly string[];
  keys: string;
}

export function sections(): Section[] {
  const show = currentShow.value;
  const all: (Section & { scope: string })[] = [
    { id: "shows", icon: "calendar", to: { name: "shows" }, routes: ["shows", "replay", "chain", "summary"], keys: "g s", scope: "shows:read" },
    {
      id: "on_air",
      icon: "camera",
      to: show && show.state !== "closed" ? { name: "desk", params: { id: show.id } } : { name: "home" },
      routes: ["desk", "studio", "home", "guide"],
      keys: "g a",
      scope: "shows:read",
    },
    { id: "products", icon: "box", to: { name: "products" }, routes: ["products", "product-new", "product-edit", "product-import"], keys: "g p", scope: "products:read" },
    { id: "orders", icon: "receipt", to: { name: "orders" }, routes: ["orders"], keys: "g o", scope: "orders:read" },
    { id: "settings", icon: "settings", to: { name: "settings" }, routes: ["settings"], keys: "g ,", scope: "" },
  ];
  return all.filter((section) => !section.scope || can(section.scope));
}
