/**
 * Which sheet is open, kept in the address: the phone's back gesture closes it, and a link can lead to a product
 * (`?view=product&p=<id>`, with `&v=<id>` to one of its variants). A checkout without a product is the cart's.
 */
import { computed } from "vue";
import { type LocationQuery, useRoute, useRouter } from "vue-router";

const VIEWS = [
  "tray", "product", "cart", "checkout", "seller", "more", "name", "picture", "chapters", "captions", "keys", "share",
] as const;
export type View = (typeof VIEWS)[number];

const OURS = new Set(["view", "p", "v"]);
const withoutSheet = (query: LocationQuery): LocationQuery =>
  Object.fromEntries(Object.entries(query).filter(([key]) => !OURS.has(key)));

const position = (): number => {
  const state = history.state as { position?: unknown } | null;
  return typeof state?.position === "number" ? state.position : 0;
};

export function useSheets() {
  const route = useRoute();
  const router = useRouter();
  let base: number | null = null;

  const named = (key: string) => {
    const value = route.query[key];
    return typeof value === "string" ? value : null;
  };
  const view = computed(() => VIEWS.find((name) => name === route.query["view"]) ?? null);
  const product = computed(() => named("p"));
  const variant = computed(() => named("v"));

  function open(next: View, id?: string, variantId?: string): void {
    if (view.value === null) base = position();
    const query = { view: next, ...(id ? { p: id } : {}), ...(variantId ? { v: variantId } : {}) };
    void router.push({ query: { ...withoutSheet(route.query), ...query } });
  }

  /** Notes the variant that is chosen in the open sheet, so that coming back to it finds it chosen. */
  function choose(variantId: string | null): void {
    if (view.value !== "product" || variant.value === variantId) return;
    const { v, ...query } = route.query;
    if (v === undefined && variantId === null) return;
    void router.replace({ query: { ...query, ...(variantId ? { v: variantId } : {}) } });
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

  return { view, product, variant, open, choose, close, back: () => router.back(), canGoBack };
}
