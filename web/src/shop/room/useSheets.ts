/**
 * Which sheet is open, kept in the address: the phone's back gesture closes it, and a link can lead to a product
 * (`?view=product&p=<id>`).
 */
import { computed } from "vue";
import { type LocationQuery, useRoute, useRouter } from "vue-router";

const VIEWS = ["tray", "product", "checkout", "seller", "more", "name", "picture", "chapters"] as const;
export type View = (typeof VIEWS)[number];

const withoutSheet = (query: LocationQuery): LocationQuery =>
  Object.fromEntries(Object.entries(query).filter(([key]) => key !== "view" && key !== "p"));

const position = (): number => {
  const state = history.state as { position?: unknown } | null;
  return typeof state?.position === "number" ? state.position : 0;
};

export function useSheets() {
  const route = useRoute();
  const router = useRouter();
  let base: number | null = null;

  const view = computed(() => VIEWS.find((name) => name === route.query["view"]) ?? null);
  const product = computed(() => (typeof route.query["p"] === "string" ? route.query["p"] : null));

  function open(next: View, id?: string): void {
    if (view.value === null) base = position();
    void router.push({ query: { ...withoutSheet(route.query), view: next, ...(id ? { p: id } : {}) } });
  }

  function close(): void {
    const steps = base === null ? 0 : position() - base;
    base = null;
    if (steps > 0) {
      router.go(-steps);
      return;
    }
    void router.replace({ query: withoutSheet(route.query) });
  }

  const canGoBack = computed(() => view.value !== null && base !== null && position() - base > 1);

  return { view, product, open, close, back: () => router.back(), canGoBack };
}
