/** Which deal's card stands above the bar: the newest one, and for a while after its end what became of it. */
import type { ProductCard, RoomDeal } from "@shared/api/types";
import { type Ref, computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import type { Offers } from "../offer/useOffers";

/** How long a card says that its deal is over; milliseconds. */
const FAREWELL = 8000;

export function useDealCard(offers: Offers, products: Readonly<Ref<readonly ProductCard[]>>) {
  const hidden = ref("");
  const last = shallowRef<RoomDeal | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const newest = computed(() => offers.deals.value.at(-1) ?? null);

  watch(
    newest,
    (now, before) => {
      clearTimeout(timer);
      if (now) last.value = now;
      else if (before) timer = setTimeout(() => (last.value = null), FAREWELL);
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  const shown = computed(() => {
    const deal = newest.value ?? last.value;
    const card = deal && products.value.find((each) => each.id === deal.product_id);
    return card && deal.id !== hidden.value ? { deal, card, ended: newest.value === null } : null;
  });
  return { shown, hide: () => (hidden.value = shown.value?.deal.id ?? "") };
}
