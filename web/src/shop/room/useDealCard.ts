/** Which deal's card stands above the bar: the newest that gives, and for a while after its end what became of it. */
import type { ProductCard, RoomDeal } from "@shared/api/types";
import { dealPhase } from "@shared/room/deal";
import { type Ref, computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import type { Offers } from "../offer/useOffers";

/** How long a card says that its deal is over or sold out; milliseconds. */
const FAREWELL = 8000;

export function useDealCard(offers: Offers, products: Readonly<Ref<readonly ProductCard[]>>) {
  const hidden = ref("");
  const last = shallowRef<RoomDeal | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Pieces of an order that is not paid in time come back: a deal that was sold out may give again.
  const gives = (deal: RoomDeal) => ["counting", "running"].includes(dealPhase(deal, offers.now.value));
  const newest = computed(() => offers.deals.value.findLast(gives) ?? null);

  function bidFarewell(deal: RoomDeal): void {
    clearTimeout(timer);
    last.value = deal;
    timer = setTimeout(() => (last.value = null), FAREWELL);
  }

  watch(
    newest,
    (now, before) => {
      clearTimeout(timer);
      if (now) last.value = now;
      else if (before) bidFarewell(before);
    },
    { immediate: true },
  );

  // A deal may be sold out before the viewer's own picture gets to where it is announced: that is told all the same,
  // but not to who has only just come.
  const met = new Set<string>();
  let first = true;
  watch(
    () => (offers.known() ? offers.deals.value : null),
    (open) => {
      if (!open) return;
      const late = open.findLast((deal) => !met.has(deal.id) && dealPhase(deal, offers.now.value) === "sold_out");
      if (late && !first && !newest.value) bidFarewell(late);
      for (const { id } of open) met.add(id);
      first = false;
    },
    { immediate: true },
  );
  onScopeDispose(() => clearTimeout(timer));

  const shown = computed(() => {
    const seen = newest.value ?? last.value;
    if (!seen || seen.id === hidden.value) return null;
    const open = offers.deals.value.find((each) => each.id === seen.id);
    const card = products.value.find((each) => each.id === seen.product_id);
    return card ? { deal: open ?? seen, card, ended: open === undefined } : null;
  });
  return { shown, hide: () => (hidden.value = shown.value?.deal.id ?? "") };
}
