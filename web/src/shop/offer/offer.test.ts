import type { ProductCard, RoomDeal, VariantCard } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { lowestOffer, offerOf } from "./offer";

const cny = (amount: number) => ({ amount, currency: "CNY" });
const variant = (id: string, amount: number, available = 5): VariantCard => ({
  id,
  values: [id],
  price: cny(amount),
  compare_at: cny(amount + 100),
  available,
  picture_url: null,
});
const card = (changes: Partial<ProductCard> = {}): ProductCard =>
  ({
    id: "p1",
    compare_kind: "stated",
    compare_basis: "List price",
    limit_per_buyer: null,
    variants: [variant("a", 1000), variant("b", 1200)],
    price: cny(1000),
    ...changes,
  }) as ProductCard;
const deal = (changes: Partial<RoomDeal> = {}): RoomDeal => ({
  id: "d",
  product_id: "p1",
  variant_id: "a",
  price: cny(700),
  compare_at: { a: 950 },
  total: 3,
  left: 3,
  buyer_limit: 2,
  announced_at: 0,
  starts_at: 100,
  ends_at: 200,
  version: 1,
  ...changes,
});

describe("what a variant costs now", () => {
  it("is the deal's price within its window, struck through only by what was really paid", () => {
    const offer = offerOf(card(), variant("a", 1000), [deal()], 150);
    expect(offer).toMatchObject({ price: cny(700), compareAt: cny(950), basis: { kind: "paid" }, most: 2 });
    expect(offerOf(card(), variant("a", 1000), [deal({ compare_at: {} })], 150).compareAt).toBeNull();
  });

  it("is its own before, after, and once the deal's pieces are gone", () => {
    for (const [given, now] of [[deal(), 99], [deal(), 200], [deal({ left: 0 }), 150]] as const) {
      const offer = offerOf(card(), variant("a", 1000), [given], now);
      expect(offer).toMatchObject({ price: cny(1000), deal: null, basis: { kind: "stated", text: "List price" } });
    }
    expect(offerOf(card(), variant("b", 1200), [deal()], 150).price).toEqual(cny(1200));
  });

  it("allows no more than the stock, the limit of the product and that of the deal", () => {
    expect(offerOf(card(), variant("a", 1000, 4), [], 0).most).toBe(4);
    expect(offerOf(card({ limit_per_buyer: 1 }), variant("a", 1000), [], 0).most).toBe(1);
    expect(offerOf(card(), variant("a", 1000, -2), [], 0).most).toBe(0);
  });

  it("is told for a product by its cheapest variant that is left", () => {
    expect(lowestOffer(card(), card().variants, [], 0)).toMatchObject({ price: cny(1000), from: true });
    const short = card({ variants: [variant("a", 1000, 0), variant("b", 1200)] });
    expect(lowestOffer(short, short.variants, [], 0)).toMatchObject({ price: cny(1200), from: false });
  });
});
