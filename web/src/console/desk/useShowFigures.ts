/** The show's figures up to now, for the desk: from the records, so that a reload loses nothing. */
import { api, unwrap } from "@shared/api/client";
import { computed, shallowRef } from "vue";
import { usePoll } from "../lib/poll";
import { currency } from "../lib/session";
import type { Summary } from "../summary/figures";

const EVERY = 20_000;

export function useShowFigures(show: string) {
  const summary = shallowRef<Summary | null>(null);
  usePoll(async () => {
    summary.value = await unwrap(api.GET("/api/v1/shows/{show}/summary", { params: { path: { show } } }));
  }, EVERY);
  /** An amount of that currency; without one, the figure's first. */
  const value = (name: string, of?: string): number | null =>
    summary.value?.values.find((figure) => figure.name === name && (of === undefined || figure.currency === of))?.value ?? null;
  return {
    value,
    /** The most viewers at once, and what came in each minute, oldest first; of orders, those that were paid in it. */
    online: computed(() => summary.value?.minutes.map((minute) => minute.online) ?? []),
    orders: computed(() => summary.value?.minutes.map((minute) => minute.orders_paid) ?? []),
    clicks: computed(() => summary.value?.minutes.map((minute) => minute.clicks) ?? []),
    talks: computed(() => summary.value?.minutes.map((minute) => minute.danmaku) ?? []),
    likes: computed(() => summary.value?.minutes.map((minute) => minute.likes) ?? []),
    paid: computed(() => summary.value?.minutes.map((minute) => minute.gmv_paid[currency()] ?? 0) ?? []),
    /** Lines of talk and likes in the last whole minute. */
    talk: computed(() => summary.value?.minutes.at(-2)?.danmaku ?? 0),
    liked: computed(() => summary.value?.minutes.at(-2)?.likes ?? 0),
  };
}

export type ShowFigures = ReturnType<typeof useShowFigures>;
