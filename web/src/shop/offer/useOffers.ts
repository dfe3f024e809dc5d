/** Prices of this moment for every part of the room, deals included; outside a live room there are none. */
import type { ProductCard, RoomDeal, RoomSnapshot, VariantCard } from "@shared/api/types";
import { withStock } from "@shared/room/deal";
import { DealsInStep } from "@shared/room/dealsInStep";
import { type InjectionKey, type Ref, computed, inject, onScopeDispose, provide, ref, shallowRef, watch } from "vue";
import { type CardOffer, type Offer, lowestOffer, offerOf } from "./offer";

export interface Offers {
  /** Deals that are open to this viewer (DealsInStep), by what can be had of them (withStock). */
  deals: Readonly<Ref<readonly RoomDeal[]>>;
  /** Now by the server's clock; moves on its own only while there are deals. */
  now: Readonly<Ref<number>>;
  /** Whether the room has told its deals yet: before, a price may be one that a deal lowers. */
  known: () => boolean;
  ofCard: (card: ProductCard, variants?: readonly VariantCard[]) => CardOffer;
  of: (card: ProductCard, variant: VariantCard) => Offer;
  /** What the server will ask: deals count though the viewer's picture has not got to them. */
  due: (card: ProductCard, variant: VariantCard) => Offer;
}

const KEY: InjectionKey<Offers> = Symbol("offers");
const LOOK = 200;

function offersFrom(deals: Ref<readonly RoomDeal[]>, all: () => readonly RoomDeal[] | null, now: Ref<number>): Offers {
  return {
    deals,
    now,
    known: () => all() !== null,
    ofCard: (card, variants = card.variants) => lowestOffer(card, variants, deals.value, now.value),
    of: (card, variant) => offerOf(card, variant, deals.value, now.value),
    due: (card, variant) => offerOf(card, variant, all() ?? [], now.value),
  };
}

const none = offersFrom(shallowRef([]), () => [], ref(0));

export const useOffers = (): Offers => inject(KEY, none);

/** Makes the prices of a live room known to all parts below. `pictureTime` as for the pins. */
export function provideOffers(
  snapshot: Readonly<Ref<RoomSnapshot | null>>,
  serverNow: () => number,
  pictureTime: () => number | null,
): Offers {
  const steps = new DealsInStep();
  const deals = shallowRef<readonly RoomDeal[]>([]);
  const now = ref(serverNow());
  const all = computed(() => snapshot.value && withStock(snapshot.value.deals, snapshot.value.products));
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    now.value = serverNow();
    const shown = steps.shown(pictureTime(), now.value);
    if (shown.length !== deals.value.length || shown.some((deal, index) => deal !== deals.value[index])) {
      deals.value = shown;
    }
    if ((snapshot.value?.deals.length ?? 0) > 0) timer ??= setInterval(look, LOOK);
    else {
      clearInterval(timer);
      timer = undefined;
    }
  }

  watch(
    all,
    (present) => {
      if (!present) return;
      steps.take(present, serverNow());
      look();
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));

  const offers = offersFrom(deals, () => all.value, now);
  provide(KEY, offers);
  return offers;
}
