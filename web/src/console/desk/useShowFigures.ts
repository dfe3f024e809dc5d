/** The show's figures up to now, for the desk: from the records, so that a reload loses nothing. */
import { api, unwrap } from "@shared/api/client";
import { computed, shallowRef } from "vue";
import { usePoll } from "../lib/poll";
import type { Summary } from "../summary/figures";

const EVERY = 20_000;

export function useShowFigures(show: string) {
  const summary = shallowRef<Summary | null>(null);
  usePoll(async () => {
    summary.value = await unwrap(api.GET("/api/v1/shows/{show}/summary", { params: { path: { show } } }));
  }, EVERY);
  const value = (name: string): number | null => summary.value?.values.find((figure) => figure.name === name)?.value ?? null;
  return {
    value,
    /** The most viewers at once, paid orders and clicks in each minute, oldest first. */
    online: computed(() => summary.value?.minutes.map((minute) => minute.online) ?? []),
    orders: computed(() => summary.value?.minutes.map((minute) => minute.orders) ?? []),
    clicks: computed(() => summary.value?.minutes.map((minute) => minute.clicks) ?? []),
    talks: computed(() => summary.value?.minutes.map((minute) => minute.danmaku) ?? []),
    /** Lines of talk in the last whole minute. */
    talk: computed(() => summary.value?.minutes.at(-2)?.danmaku ?? 0),
  };
}

export type ShowFigures = ReturnType<typeof useShowFigures>;
