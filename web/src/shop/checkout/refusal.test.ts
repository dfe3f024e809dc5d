import { describe, expect, it } from "vitest";
import { remedyOf } from "./refusal";

const line = { variantId: "v1", productId: "p1", quantity: 3, price: 700 };
const refused = (code: string, params: Record<string, unknown>, lines = [line]) => remedyOf({ code, params }, lines);

describe("a refused order", () => {
  it("takes over the price that the server names, and says which way it went", () => {
    expect(refused("orders.price_changed", { variant_id: "v1", price: 900 })).toMatchObject({ text: "price_rose", newPrice: 900 });
    expect(refused("orders.price_changed", { variant_id: "v1", price: 500 })).toMatchObject({ text: "price_fell", newPrice: 500 });
    expect(refused("promotions.deal_over", { variant_id: "v1", price: 900 })).toMatchObject({ text: "deal_over", newPrice: 900 });
    expect(refused("promotions.deal_not_begun", { variant_id: "v1", price: 900 })).toMatchObject({ text: "deal_not_begun", newPrice: 900 });
  });

  it("asks for the pieces that a deal still gives, else for its usual price", () => {
    expect(refused("promotions.deal_sold_out", { variant_id: "v1", left: 2, price: 900 })).toMatchObject({
      text: "deal_short",
      newQuantity: 2,
      newPrice: null,
    });
    expect(refused("promotions.deal_sold_out", { variant_id: "v1", left: 0, price: 900 })).toMatchObject({
      text: "deal_gone",
      newQuantity: null,
      newPrice: 900,
    });
  });

  it("tells a deal's limit from the product's, which ends the matter", () => {
    expect(refused("orders.limit_reached", { variant_id: "v1", limit: 1, left: 0 })).toMatchObject({ text: "deal_limit", blocked: false });
    expect(refused("orders.limit_reached", { product_id: "p1", limit: 2, left: 0 })).toMatchObject({ text: "limit_reached", blocked: true });
    expect(refused("orders.limit_reached", { product_id: "p1", limit: 4, left: 1 })).toMatchObject({ newQuantity: 1 });
  });

  it("leaves it to the buyer which of several lines becomes smaller", () => {
    const lines = [line, { ...line, variantId: "v2" }];
    expect(refused("orders.limit_reached", { product_id: "p1", limit: 4, left: 1 }, lines)).toMatchObject({
      newQuantity: null,
      variantIds: ["v1", "v2"],
    });
  });

  it("says nothing of its own about what it does not know", () => {
    expect(refused("orders.not_on_air", {})).toBeNull();
    expect(refused("orders.sold_out", { variant_id: "other", available: 0 })).toBeNull();
  });
});
