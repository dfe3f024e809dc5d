/** The products on show above the bar: one at a time, the newest first, and the others a turn away. */
import type { ProductCard, RoomPin } from "@shared/api/types";
import { type Ref, computed, shallowRef, watch } from "vue";

export interface PinnedProduct {
  card: ProductCard;
  /** Of this time it is held up; held up again it comes back after it was hidden. */
  key: string;
  /** When it was held up; milliseconds since 1970. */
  at: number;
}

export function usePinnedCards(pins: Readonly<Ref<readonly RoomPin[]>>, products: Readonly<Ref<readonly ProductCard[]>>, isOnAir: () => boolean) {
  const hidden = shallowRef<ReadonlySet<string>>(new Set());
  const chosen = shallowRef("");
  const front = shallowRef("");

  const held = computed((): PinnedProduct[] => {
    if (!isOnAir()) return [];
    const newestFirst = [...pins.value].sort((one, other) => other.pinned_at - one.pinned_at);
    return newestFirst.flatMap((pin) => {
      const card = products.value.find((item) => item.id === pin.product_id);
      return card ? [{ card, key: `${card.id} ${pin.pinned_at}`, at: pin.pinned_at }] : [];
    });
  });
  const cards = computed(() => held.value.filter((each) => !hidden.value.has(each.key)));
  const place = computed(() => Math.max(0, cards.value.findIndex((each) => each.key === chosen.value)));
  const shown = computed(() => cards.value[place.value] ?? null);

  // What the host holds up comes before what the viewer turned to; what is taken down moves nobody.
  watch(
    () => held.value[0],
    (now, before) => {
      if (!now || (before && now.at <= before.at)) return;
      chosen.value = "";
      front.value = now.key;
    },
    { immediate: true },
  );

  /** Goes on by so many, round and round. */
  function turn(by: 1 | -1): void {
    const count = cards.value.length;
    chosen.value = cards.value[(place.value + by + count) % count]?.key ?? "";
  }

  function hide(): void {
    if (shown.value) hidden.value = new Set([...hidden.value, shown.value.key]);
  }

  return {
    shown,
    /** Where the shown one stands, from 0, among how many. */
    place,
    count: computed(() => cards.value.length),
    /** Changes when the host holds up another, and by nothing else: the keyboard stays where it is. */
    front,
    /** What the host holds up, hidden or not. */
    newest: computed(() => held.value[0]?.card ?? null),
    turn,
    hide,
  };
}
