/** The views of lists that the signed-in person has saved, on the server: they are there on every device. */
import { api, settle, unwrap } from "@shared/api/client";
import type { components } from "@shared/api/schema";
import { shallowRef, watch } from "vue";
import { staff } from "./session";

export type SavedView = components["schemas"]["SavedView"];
export type ListName = SavedView["list"];

export const savedViews = shallowRef<readonly SavedView[]>([]);
let asked: Promise<void> | null = null;
// Who signs in after another, on the same page, has views of their own.
watch(
  () => staff.value?.id,
  () => {
    savedViews.value = [];
    asked = null;
  },
  { flush: "sync" },
);

/** Asks once; a list that comes later uses what is known. */
export function loadViews(): Promise<void> {
  if (asked) return asked;
  const mine: Promise<void> = unwrap(api.GET("/api/v1/saved-views")).then(
    (views) => {
      if (asked === mine) savedViews.value = views;
    },
    () => {
      if (asked === mine) asked = null;
    },
  );
  asked = mine;
  return mine;
}

export async function saveView(list: ListName, name: string, filters: string): Promise<SavedView> {
  const saved = await unwrap(api.PUT("/api/v1/saved-views", { body: { list, name, filters } }));
  savedViews.value = [...savedViews.value.filter((view) => view.id !== saved.id), saved];
  return saved;
}

export async function forgetView(view: SavedView): Promise<void> {
  await settle(api.DELETE("/api/v1/saved-views/{view_id}", { params: { path: { view_id: view.id } } }));
  savedViews.value = savedViews.value.filter((other) => other.id !== view.id);
}

/** What of an address is a view: filters, in an order of their own; never what is open beside the list. */
export function filtersOf(query: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  const kept = names.flatMap((name): [string, string][] => {
    const value = query[name];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  return new URLSearchParams(kept).toString();
}
