/**
 * Whether the store is marked *test*, which every page of it says. What was heard last is remembered, so that a page
 * says it while the server does not answer, too.
 */
import { readonly, ref } from "vue";
import { api, unwrap } from "./api/client";
import type { Store } from "./api/types";
import { isFlag, recall, remember } from "./storage";

const KEY = "test_store";
const marked = ref(recall(KEY, isFlag) ?? false);

export const isTestStore = readonly(marked);

export function heardOf(store: Pick<Store, "mode">): void {
  const isTest = store.mode === "test";
  if (isTest === marked.value) return;
  marked.value = isTest;
  remember(KEY, isTest);
}

/** The store as the server tells it to everybody. */
export async function loadStore(): Promise<Store> {
  const store = await unwrap(api.GET("/api/v1/store"));
  heardOf(store);
  return store;
}
