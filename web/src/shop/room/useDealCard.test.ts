import type { ProductCard, RoomDeal } from "@shared/api/types";
import { dealPhase } from "@shared/room/deal";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick, ref, shallowRef } from "vue";
import type { Offers } from "../offer/useOffers";
import { useDealCard } from "./useDealCard";

const NOW = 20_000;
const deal = (id: string, changes: Partial<RoomDeal> = {}): RoomDeal => ({
  id,
  product_id: "p1",
  variant_id: null,
  price: { amount: 900, currency: "CNY" },
  compare_at: {},
  total: 1,
  left: 1,
  buyer_limit: null,
  announced_at: 10_000,
  starts_at: 11_000,
  ends_at: 71_000,
  version: 1,
  ...changes,
});

/** A room that has told these deals, and what is said above its bar. */
async function roomWith(...first: RoomDeal[]) {
  const deals = shallowRef<readonly RoomDeal[]>([]);
  const known = ref(false);
  const offers = { deals, now: ref(NOW), known: () => known.value } as unknown as Offers;
  const card = { id: "p1" } as ProductCard;
  const { shown } = effectScope().run(() => useDealCard(offers, ref([card])))!;
  const tell = async (...open: RoomDeal[]) => {
    deals.value = open;
    known.value = true;
    await nextTick();
  };
  await tell(...first);
  const says = () => shown.value && [shown.value.deal.id, shown.value.ended ? "over" : dealPhase(shown.value.deal, NOW)];
  return { tell, says };
}

describe("the card of a deal", () => {
  beforeEach(() => void vi.useFakeTimers());

  it("says for a while that the deal is sold out, then goes", async () => {
    const { tell, says } = await roomWith();
    await tell(deal("d1"));
    expect(says()).toEqual(["d1", "running"]);
    await tell(deal("d1", { left: 0, version: 2 }));
    expect(says()).toEqual(["d1", "sold_out"]);
    await vi.advanceTimersByTimeAsync(8000);
    expect(says()).toBeNull();
  });

  it("is of the deal that follows one just stopped, also when that is sold out", async () => {
    const { tell, says } = await roomWith(deal("d1"));
    await tell();
    expect(says()).toEqual(["d1", "over"]);
    await vi.advanceTimersByTimeAsync(3000);
    await tell(deal("d2"));
    await tell(deal("d2", { left: 0, version: 2 }));
    expect(says()).toEqual(["d2", "sold_out"]);
  });

  it("tells of a deal that was sold out before the viewer's own picture got there", async () => {
    const { tell, says } = await roomWith(deal("d1"));
    await tell();
    await vi.advanceTimersByTimeAsync(3000);
    await tell(deal("d2", { left: 0, version: 2 }));
    expect(says()).toEqual(["d2", "sold_out"]);
    await vi.advanceTimersByTimeAsync(7999);
    expect(says()).toEqual(["d2", "sold_out"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(says()).toBeNull();
  });

  it("leaves its place to a deal that gives, and troubles no newcomer with one that is sold out", async () => {
    const { tell, says } = await roomWith(deal("d0", { left: 0 }));
    expect(says()).toBeNull();
    await tell(deal("d0", { left: 0 }), deal("d1"), deal("d2", { left: 0 }));
    expect(says()).toEqual(["d1", "running"]);
  });
});
