import type { Order } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { salesOf } from "./sales";

const order = (state: string, payment: string, amount: number, currency = "CNY", refunded = 0) =>
  ({
    state,
    // Money that came after the order was cancelled goes back, and the order never was a paid one.
    paid_at: ["created", "cancelled"].includes(state) ? null : "2026-11-28T12:00:00Z",
    payment: { state: payment, gateway: "" },
    total: { amount, currency },
    refunded: { amount: refunded, currency },
  }) as Order;

describe("sales of a show", () => {
  it("count what was paid, shipped or not, and nothing else", () => {
    const orders = [
      order("paid", "captured", 1990),
      order("shipped", "captured", 1005),
      order("created", "pending", 500),
      order("cancelled", "closed", 700),
      order("cancelled", "captured", 900),
    ];
    expect(salesOf(orders, "CNY")).toEqual({ count: 2, paid: { amount: 2995, currency: "CNY" } });
  });

  it("are less by what was given back in part", () => {
    expect(salesOf([order("paid", "captured", 2000, "CNY", 500)], "CNY")).toEqual({ count: 1, paid: { amount: 1500, currency: "CNY" } });
  });

  it("count an order that was given back as a whole, and none of its money", () => {
    const orders = [order("paid", "captured", 1000), order("refunded", "refunded", 800, "CNY", 800)];
    expect(salesOf(orders, "CNY")).toEqual({ count: 2, paid: { amount: 1000, currency: "CNY" } });
  });

  it("count orders of every currency, and never add up two", () => {
    const orders = [order("paid", "captured", 1, "TWD"), order("paid", "captured", 2)];
    expect(salesOf(orders, "CNY")).toEqual({ count: 2, paid: { amount: 2, currency: "CNY" } });
  });
});
