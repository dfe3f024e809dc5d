import { ApiProblem } from "@shared/api/client";
import { describe, expect, it } from "vitest";
import { Attempt, isSameWish } from "./attempt";

const lost = new ApiProblem(0, "network", "");

describe("an attempt to order", () => {
  it("asks for the same under the same key while the outcome is unknown, whatever the room told meanwhile", () => {
    const attempt = new Attempt<{ quantity: number }>();
    const first = attempt.ask({ quantity: 2 }, () => true);
    expect(attempt.failed(lost)).toBe(true);
    expect(attempt.failed(new ApiProblem(503, "http.503", ""))).toBe(true);
    expect(attempt.failed(new TypeError("no answer"))).toBe(true);
    expect(attempt.ask({ quantity: 1 }, () => true)).toEqual({ key: first.key, body: { quantity: 2 } });
  });

  it("takes a new key for what the buyer changed and after a refusal", () => {
    const attempt = new Attempt<{ quantity: number }>();
    const first = attempt.ask({ quantity: 1 }, () => true);
    attempt.failed(lost);
    const changed = attempt.ask({ quantity: 2 }, (sent) => sent.quantity === 2);
    expect(changed.key).not.toBe(first.key);
    expect(changed.body).toEqual({ quantity: 2 });
    expect(attempt.failed(new ApiProblem(409, "orders.sold_out", ""))).toBe(false);
    expect(attempt.ask({ quantity: 2 }, () => true).key).not.toBe(changed.key);
  });
});

describe("what a buyer wants", () => {
  const address = { country: "CN", region: "", city: "杭州", line1: "龙井路 1 号", line2: "", postal_code: "" };
  const wish = {
    show: "shw_1",
    lines: [
      { variant_id: "var_1", quantity: 2, unit_price: 6800 },
      { variant_id: "var_2", quantity: 1, unit_price: 900 },
    ],
    contact: { name: "Lin", phone: "13800000000", email: null },
    address,
    note: "",
    accepts_no_return: true,
    from_cart: true,
  };
  const [first, second] = wish.lines as [(typeof wish.lines)[0], (typeof wish.lines)[0]];

  it("stays the same when the room tells other prices or takes a line away", () => {
    expect(isSameWish(wish, { ...wish, lines: [{ ...first, unit_price: 6000 }, second] })).toBe(true);
    expect(isSameWish(wish, { ...wish, lines: [first], accepts_no_return: false })).toBe(true);
    expect(isSameWish(wish, { ...wish, lines: [] })).toBe(true);
  });

  it("is another when the buyer takes another number, adds a line or sends it elsewhere", () => {
    expect(isSameWish(wish, { ...wish, lines: [{ ...first, quantity: 1 }, second] })).toBe(false);
    expect(isSameWish(wish, { ...wish, lines: [...wish.lines, { ...first, variant_id: "var_3" }] })).toBe(false);
    expect(isSameWish(wish, { ...wish, address: { ...address, city: "上海" } })).toBe(false);
  });
});
