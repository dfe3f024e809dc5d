import { describe, expect, it } from "vitest";
import { markOf, priceRange, standingOf } from "./stock";

const variant = (available: number, low_at = 5) => ({ low_at, stock: { on_hand: available, reserved: 0, allocated: 0, available } });

describe("how stock stands", () => {
  it("is low from the mark on, and never without one", () => {
    expect([6, 5, 1, 0].map((left) => markOf(variant(left)))).toEqual(["plenty", "low", "low", "sold_out"]);
    expect(markOf(variant(1, 0))).toBe("plenty");
  });

  it("is sold out as a whole when every variant is, and low when some are", () => {
    expect(standingOf({ variants: [variant(0), variant(0)] })).toEqual({ mark: "sold_out", soldOut: 2, low: 0 });
    expect(standingOf({ variants: [variant(0), variant(9), variant(2)] })).toEqual({ mark: "low", soldOut: 1, low: 1 });
    expect(standingOf({ variants: [variant(9)] }).mark).toBe("plenty");
  });
});

describe("the prices of variants", () => {
  it("go from the lowest to the highest", () => {
    const price = (amount: number) => ({ price: { amount, currency: "CNY" } });
    expect(priceRange([price(300), price(100), price(200)])).toEqual({ from: price(100).price, to: price(300).price });
    expect(priceRange([])).toBeNull();
  });
});
