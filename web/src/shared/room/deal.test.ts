import { describe, expect, it } from "vitest";
import type { ProductCard, RoomDeal } from "../api/types";
import { covers, dealClock, dealPhase, withStock } from "./deal";
import { DealsInStep } from "./dealsInStep";
import { MOST_BEHIND } from "./inStep";

const deal = (changes: Partial<RoomDeal> = {}): RoomDeal => ({
  id: "d1",
  product_id: "p1",
  variant_id: null,
  price: { amount: 900, currency: "CNY" },
  compare_at: {},
  total: 10,
  left: 10,
  buyer_limit: null,
  announced_at: 1000,
  starts_at: 11_000,
  ends_at: 71_000,
  version: 1,
  ...changes,
});

describe("a flash deal", () => {
  it("is counted down, runs, and is over by the clock alone", () => {
    expect(dealPhase(deal(), 10_999)).toBe("counting");
    expect(dealPhase(deal(), 11_000)).toBe("running");
    expect(dealPhase(deal(), 71_000)).toBe("over");
  });

  it("is sold out while it still runs, and over when its time is", () => {
    expect(dealPhase(deal({ left: 0 }), 20_000)).toBe("sold_out");
    expect(dealPhase(deal({ left: 0 }), 71_000)).toBe("over");
  });

  it("gives no more than the show has of what it is for, and is sold out with that", () => {
    const card = (...available: number[]) =>
      ({ id: "p1", variants: available.map((each, index) => ({ id: `v${index}`, available: each })) }) as unknown as ProductCard;
    const left = (of: RoomDeal, ...cards: ProductCard[]) => withStock([of], cards)[0]?.left;
    expect(left(deal({ total: 100_000, left: 99_900 }), card(3, 4))).toBe(7);
    expect(left(deal({ variant_id: "v1" }), card(30, 4))).toBe(4);
    expect(left(deal({ left: 2 }), card(30))).toBe(2);
    expect(left(deal(), { ...card(3), id: "p2" })).toBe(10);
    const [gone] = withStock([deal()], [card(0)]);
    expect(gone && dealPhase(gone, 20_000)).toBe("sold_out");
    const same = deal();
    expect(withStock([same], [card(30)])[0]).toBe(same);
  });

  it("counts to its beginning, then to its end", () => {
    expect(dealClock(deal(), 1000)).toBe(10_000);
    expect(dealClock(deal(), 11_000)).toBe(60_000);
    expect(dealClock(deal(), 99_000)).toBe(0);
  });

  it("is for all variants of its product, or for one", () => {
    expect(covers(deal(), "p1", "v9")).toBe(true);
    expect(covers(deal({ variant_id: "v1" }), "p1", "v9")).toBe(false);
    expect(covers(deal(), "p2", "v9")).toBe(false);
  });
});

describe("deals in step with the picture", () => {
  it("open when the picture reaches the announcement, not before", () => {
    const steps = new DealsInStep();
    steps.take([], 0);
    steps.take([deal()], 1000);
    expect(steps.shown(-3000, 1200)).toEqual([]);
    expect(steps.behind).toBe(true);
    expect(steps.shown(1000, 5000).map((each) => each.id)).toEqual(["d1"]);
    expect(steps.behind).toBe(false);
  });

  it("are open at once to whoever has only just come, and without a picture", () => {
    const newcomer = new DealsInStep();
    newcomer.take([deal()], 2000);
    expect(newcomer.shown(-3000, 2000)).toHaveLength(1);
    const blind = new DealsInStep();
    blind.take([], 0);
    blind.take([deal()], 1000);
    expect(blind.shown(null, 1001)).toHaveLength(1);
  });

  it("never wait longer than a live picture can be behind", () => {
    const steps = new DealsInStep();
    steps.take([], 0);
    steps.take([deal()], 1000);
    expect(steps.shown(999, 1000 + MOST_BEHIND - 1)).toEqual([]);
    expect(steps.shown(999, 1000 + MOST_BEHIND)).toHaveLength(1);
  });

  it("tell at once what is said about an open deal, and its end", () => {
    const steps = new DealsInStep();
    steps.take([deal()], 2000);
    steps.take([deal({ left: 3, version: 2 })], 3000);
    expect(steps.shown(0, 3000)[0]?.left).toBe(3);
    steps.take([], 4000);
    expect(steps.shown(0, 4000)).toEqual([]);
  });
});
