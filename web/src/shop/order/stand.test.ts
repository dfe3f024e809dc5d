import type { Order } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { givenBack, nextLook, standOf, stepsOf } from "./stand";

const order = (state: Order["state"], payment: Order["payment"]["state"]): Order =>
  ({ state, payment: { state: payment, gateway: "sandbox" } }) as Order;
const cny = (amount: number) => ({ amount, currency: "CNY" });
const refunds = (...states: ("pending" | "succeeded" | "failed")[]) =>
  states.map((state) => ({ state, amount: cny(100) })) as Order["refunds"];

describe("how an order stands", () => {
  it("is confirming only for a buyer who went to pay", () => {
    expect(standOf(order("created", "pending"), true)).toBe("confirming");
    expect(standOf(order("created", "pending"), false)).toBe("unpaid");
  });

  it("says that a payment was declined, and is paid as soon as the money is in", () => {
    expect(standOf(order("created", "declined"), true)).toBe("declined");
    expect(standOf(order("created", "captured"), false)).toBe("paid");
  });

  it("is not to be paid again while the gateway holds the money, and soon asked for anew", () => {
    expect(standOf(order("created", "authorized"), false)).toBe("authorized");
    expect(nextLook("authorized")).toBe(nextLook("confirming"));
    expect(standOf(order("cancelled", "authorized"), false)).toBe("cancelled");
  });

  it("ends when it is cancelled, and then asks no more but for money on its way back", () => {
    expect(standOf(order("cancelled", "closed"), true)).toBe("cancelled");
    expect(nextLook("cancelled")).toBeNull();
    expect(nextLook("completed", true)).toBe(15_000);
    expect(nextLook("confirming")).toBeLessThan(nextLook("paid") ?? 0);
  });

  it("shows how far an order came that ended early", () => {
    const ended = { ...order("refunded", "captured"), created_at: "a", paid_at: "b", refunded_at: "c" };
    expect(stepsOf(ended).map((step) => step.name)).toEqual(["placed", "paid", "refunded"]);
    const under = { ...order("paid", "captured"), created_at: "a", paid_at: "b" };
    expect(stepsOf(under).filter((step) => !step.done).map((step) => step.name)).toEqual([
      "shipped",
      "delivered",
      "completed",
    ]);
  });
});

describe("money given back", () => {
  it("tells what was given from what is on its way, and counts a failed try as on its way", () => {
    const told = givenBack({ refunded: cny(100), refund_standing: "part", refunds: refunds("succeeded", "pending", "failed") });
    expect(told).toEqual({ given: cny(100), whole: false, coming: cny(200), late: true });
  });

  it("says nothing where nothing was given back", () => {
    const told = givenBack({ refunded: cny(0), refund_standing: "none", refunds: [] });
    expect(told).toEqual({ given: null, whole: false, coming: null, late: false });
  });
});
