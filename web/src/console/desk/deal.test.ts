import type { ProductCard, RoomDeal } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { dealBody, dealFaults, dealStand, freshDeal, priceToBeat, proposedPrice } from "./deal";

const cny = (amount: number) => ({ amount, currency: "CNY" });
const card = {
  id: "prd_1",
  price: cny(9900),
  variants: [
    { id: "a", price: cny(9900), available: 3 },
    { id: "b", price: cny(12900), available: 40 },
  ],
} as unknown as ProductCard;

const deal = (changes: Partial<RoomDeal> = {}) =>
  ({ product_id: "prd_1", variant_id: null, starts_at: 100, ends_at: 400, total: 20, left: 5, ...changes }) as RoomDeal;

describe("a flash deal that is proposed", () => {
  it("is a tenth off in whole units of money, and below the present price but never nothing", () => {
    expect(proposedPrice(9900, "CNY")).toBe(8900);
    expect(proposedPrice(50, "CNY")).toBe(45);
    expect(proposedPrice(2, "CNY")).toBe(1);
    expect(proposedPrice(1, "CNY")).toBe(1);
    expect(proposedPrice(1980, "JPY")).toBe(1782);
  });

  it("beats the lowest price of what it is for", () => {
    expect([priceToBeat(card, ""), priceToBeat(card, "b")]).toEqual([9900, 12900]);
  });

  it("can be announced as it is, with no more pieces than there are", () => {
    expect(dealFaults(freshDeal(card), card)).toEqual({});
    expect(dealBody(freshDeal(card, "a"), card)).toEqual({
      product_id: "prd_1", variant_id: "a", price: 8900, total_limit: 3, buyer_limit: 1, countdown_s: 30, duration_s: 300,
    });
    expect(dealBody({ ...freshDeal(card), buyer_limit: "" }, card)).toMatchObject({ variant_id: null, total_limit: 20, buyer_limit: null });
  });
});

describe("a flash deal with faults", () => {
  const faults = (changes: Record<string, string>) => dealFaults({ ...freshDeal(card), ...changes }, card);

  it("says at which field", () => {
    expect(faults({ price: "99" })).toEqual({ price: "not_below" });
    expect(faults({ price: "129", variant_id: "b" })).toEqual({ price: "not_below" });
    expect(faults({ price: "128", variant_id: "b" })).toEqual({});
    expect(faults({ price: "0" })).toEqual({ price: "too_low" });
    expect(faults({ price: "0.01" })).toEqual({});
    expect(faults({ price: "1.234" })).toEqual({ price: "bad_amount" });
    expect(faults({ total_limit: "0", buyer_limit: "x" })).toEqual({ total_limit: "not_whole", buyer_limit: "not_whole" });
    expect(faults({ countdown_s: "9", minutes: "21" })).toEqual({ countdown_s: "countdown_range", duration_s: "minutes_range" });
    expect(faults({ countdown_s: "300", minutes: "20" })).toEqual({});
  });
});

describe("a flash deal that was announced", () => {
  it("counts to its start, then to its end, and is over there", () => {
    const stand = (now: number) => dealStand(deal(), card, now);
    expect(stand(40)).toEqual({ state: "announced", rest: 60, given: 15, left: 5, part: 0.75 });
    expect(stand(100)).toMatchObject({ state: "running", rest: 300 });
    expect(stand(400)).toMatchObject({ state: "over", rest: 0 });
  });

  it("tells no more pieces as left than the show has", () => {
    expect(dealStand(deal({ total: 100_000, left: 99_900 }), card, 100)).toMatchObject({ given: 100, left: 43 });
    expect(dealStand(deal({ variant_id: "a" }), card, 100)).toMatchObject({ given: 15, left: 3 });
    const none = { ...card, variants: card.variants.map((variant) => ({ ...variant, available: 0 })) };
    expect(dealStand(deal(), none, 100)).toMatchObject({ given: 15, left: 0 });
  });
});
