import type { CartItem, ProductCard, VariantCard } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import type { Offer } from "../offer/offer";
import { isReady, piecesOf, rowsOf, totalOf, withQuantity } from "./cart";

const cny = (amount: number) => ({ amount, currency: "CNY" });
const variant = (id: string, available: number) => ({ id, available, price: cny(1000) }) as VariantCard;
const card = (id: string, ...variants: VariantCard[]) => ({ id, variants }) as ProductCard;
const item = (variantId: string, product: ProductCard | null, quantity = 2, price = 1000): CartItem =>
  ({
    variant_id: variantId,
    product_id: product?.id ?? "gone",
    quantity,
    unit_price: price,
    product,
    variant: product?.variants.find((each) => each.id === variantId) ?? null,
  });
const due = (_: ProductCard, each: VariantCard) => ({ price: each.price, most: each.available }) as Offer;

describe("the cart", () => {
  const tea = card("tea", variant("t", 5));

  it("marks what is gone, sold out, or no longer there in that number", () => {
    const cup = card("cup", variant("c", 1), variant("d", 0));
    const rows = rowsOf([item("t", tea), item("c", cup), item("d", cup), item("x", null)], [], due);
    expect(rows.map((row) => row.trouble)).toEqual([null, "short", "sold_out", "gone"]);
    expect(rows.filter(isReady)).toHaveLength(1);
  });

  it("takes what the shop sells no more for gone, not for sold out", () => {
    const old = { ...card("old", variant("o", 0)), is_archived: true };
    expect(rowsOf([item("o", old)], [], due)[0]?.trouble).toBe("gone");
    expect(rowsOf([item("o", card("old"))], [old], due)[0]?.trouble).toBe("gone");
  });

  it("says what a line cost when it was put in, if that has changed", () => {
    const [same, other] = rowsOf([item("t", tea), item("t", tea, 2, 900)], [], due);
    expect(same?.before).toBeNull();
    expect(other?.before).toEqual(cny(900));
  });

  it("goes by the room's stock, which is newer than the cart's", () => {
    const [row] = rowsOf([item("t", tea)], [card("tea", variant("t", 0))], due);
    expect(row?.trouble).toBe("sold_out");
  });

  it("takes what the room no longer shows for gone, and still tells its name", () => {
    const [row] = rowsOf([item("t", tea)], [card("cup", variant("c", 1))], due);
    expect([row?.trouble, row?.card?.id]).toEqual(["gone", "tea"]);
  });

  it("adds up what can be ordered, at today's prices", () => {
    const rows = rowsOf([item("t", tea, 2, 900), item("x", null)], [], due).filter(isReady);
    expect(totalOf(rows)).toEqual(cny(2000));
    expect(totalOf([])).toBeNull();
    expect(piecesOf(withQuantity([item("t", tea), item("x", null)], "t", 0))).toBe(2);
  });
});
