/** Where a flash deal is, by the server's clock. Pure. */
import type { RoomDeal } from "../api/types";

export type DealPhase = "counting" | "running" | "sold_out" | "over";

/** An order that reaches the server this long after the end still counts, as the server has it. Seconds. */
export const GRACE_SECONDS = 3;

export function dealPhase(deal: RoomDeal, now: number): DealPhase {
  if (now >= deal.ends_at) return "over";
  if (deal.left <= 0) return "sold_out";
  return now < deal.starts_at ? "counting" : "running";
}

export const covers = (deal: RoomDeal, productId: string, variantId: string): boolean =>
  deal.product_id === productId && (deal.variant_id === null || deal.variant_id === variantId);

/** Milliseconds until the deal begins, or, once it has, until it ends; never below zero. */
export const dealClock = (deal: RoomDeal, now: number): number =>
  Math.max(0, (now < deal.starts_at ? deal.starts_at : deal.ends_at) - now);
