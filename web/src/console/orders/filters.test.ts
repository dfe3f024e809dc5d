import type { Order } from "@shared/api/types";
import { expect, it } from "vitest";
import { type Filter, emptinessOf, exportAddress, queryOf, statesOf, stillFits, withState } from "./filters";

const any: Filter = { q: "", states: [], show: "", product: "", from: "", to: "", refunded: false };

it("reads several states from the address and forgets what is none", () => {
  expect(statesOf("shipped,paid,lost,paid")).toEqual(["paid", "shipped"]);
  expect(statesOf("")).toEqual([]);
  expect(withState(["paid"], "shipped")).toBe("paid,shipped");
  expect(withState(["paid", "shipped"], "paid")).toBe("shipped");
});

it("asks for whole days of the reader's own time, the last one included", () => {
  const { since, until } = queryOf({ ...any, from: "2026-03-01", to: "2026-03-01" });
  expect(since).toBe(new Date(2026, 2, 1).toISOString());
  expect(until).toBe(new Date(2026, 2, 2).toISOString());
  expect(queryOf({ ...any, from: "soon" })).toEqual({});
});

it("exports what the list shows", () => {
  const address = exportAddress({ ...any, q: "a&b", states: ["paid", "shipped"], refunded: true }, "zh-TW");
  const query = new URL(address, "http://shop.test").searchParams;
  expect(query.getAll("state")).toEqual(["paid", "shipped"]);
  expect(query.get("q")).toBe("a&b");
  expect(query.get("refunded")).toBe("true");
  expect(query.get("language")).toBe("zh-TW");
});

it("knows when an order left the list by its change", () => {
  const order = { state: "shipped", refunded: { amount: 0, currency: "CNY" } } as Order;
  expect(stillFits(order, any)).toBe(true);
  expect(stillFits(order, { ...any, states: ["paid"] })).toBe(false);
  expect(stillFits(order, { ...any, refunded: true })).toBe(false);
});

it("speaks of words when empty only if somebody gave some, and says of the rest what it is", () => {
  const says = (filter: Partial<Filter>) => {
    const { icon, title, text } = emptinessOf({ ...any, ...filter });
    return [icon, title, text];
  };
  expect(says({ q: "nobody", states: ["paid"] })).toEqual(["search", "orders.none_here", "list.nothing_found_text"]);
  expect(says({ states: ["paid"] })).toEqual(["truck", "orders.none_to_ship", "orders.none_to_ship_text"]);
  // Those of another show may wait.
  expect(says({ states: ["paid"], show: "shw_1" })).toEqual(["truck", "orders.none_to_ship", "orders.none_here_text"]);
  for (const show of ["", "shw_1"])
    expect(says({ states: ["refunded"], show })).toEqual(["receipt", "orders.none_in_state", "orders.none_here_text"]);
  expect(says({ show: "shw_1" })).toEqual(["receipt", "orders.none_of_show", "orders.none_here_text"]);
  // Among many conditions none is to blame.
  for (const more of [{ product: "prd_1" }, { from: "2026-03-01" }, { refunded: true }, { states: ["paid" as const, "shipped" as const] }])
    expect(says({ states: ["paid"], ...more })).toEqual(["search", "orders.none_here", "orders.none_here_text"]);
  expect(says({})).toEqual(["receipt", "orders.none", "orders.none_text"]);
});
