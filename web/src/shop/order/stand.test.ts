import type { Order } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { nextLook, standOf } from "./stand";

const order = (state: Order["state"], payment: Order["payment"]["state"]): Order =>
  ({ state, payment: { state: payment, gateway: "sandbox" } }) as Order;

describe("how an order stands", () => {
  it("is confirming only for a buyer who went to pay", () => {
    expect(standOf(order("created", "pending"), true)).toBe("confirming");
    expect(standOf(order("created", "pending"), false)).toBe("unpaid");
  });

  it("says that a payment was declined, and is paid as soon as the money is in", () => {
    expect(standOf(order("created", "declined"), true)).toBe("declined");
    expect(standOf(order("created", "captured"), false)).toBe("paid");
  });

  it("ends when it is cancelled, and then asks no more", () => {
    expect(standOf(order("cancelled", "closed"), true)).toBe("cancelled");
    expect(nextLook("cancelled")).toBeNull();
    expect(nextLook("confirming")).toBeLessThan(nextLook("paid") ?? 0);
  });
});
