import type { Order } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { unpaidIn } from "./useUnpaid";

const NOW = Date.parse("2026-01-01T12:00:00Z");

function order(id: string, other: object = {}): Order {
  const plain = {
    id,
    show_slug: "tea",
    state: "created",
    payment: { state: "pending", gateway: "sandbox" },
    expires_at: "2026-01-01T12:10:00Z",
  };
  return { ...plain, ...other } as Order;
}

describe("an order that waits for its payment", () => {
  it("is the newest of this show", () => {
    const orders = [order("other", { show_slug: "cups" }), order("new"), order("old")];
    expect(unpaidIn("tea", orders, NOW)?.id).toBe("new");
  });

  it("is still one when a payment was declined", () => {
    const declined = order("declined", { payment: { state: "declined", gateway: "sandbox" } });
    expect(unpaidIn("tea", [declined], NOW)?.id).toBe("declined");
  });

  it("is none once it was paid, cancelled or ran out", () => {
    const over = [
      order("paid", { state: "paid" }),
      order("authorized", { payment: { state: "authorized", gateway: "sandbox" } }),
      order("captured", { payment: { state: "captured", gateway: "sandbox" } }),
      order("cancelled", { state: "cancelled" }),
      order("late", { expires_at: "2026-01-01T12:00:00Z" }),
    ];
    expect(unpaidIn("tea", over, NOW)).toBeNull();
  });
});
