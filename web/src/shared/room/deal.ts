/** Where a flash deal is, by the server's clock. Pure. */
import type { ProductCard, RoomDeal } from "../api/types";

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

/** Pieces that the show has of what the deal is for. */
export const stockOf = (deal: RoomDeal, card: Pick<ProductCard, "id" | "variants">): number =>
  card.variants.filter((variant) => covers(deal, card.id, variant.id)).reduce((sum, variant) => sum + variant.available, 0);

/** Deals by what can be had of them: what they still give, but no more than the show has. */
export function withStock(deals: readonly RoomDeal[], cards: readonly ProductCard[]): RoomDeal[] {
  return deals.map((deal) => {
    const card = cards.find(({ id }) => id === deal.product_id);
    const left = card ? Math.min(deal.left, stockOf(deal, card)) : deal.left;
    return left === deal.left ? deal : { ...deal, left };
  });
}

/** Milliseconds until the deal begins, or, once it has, until it ends; never below zero. */
export const dealClock = (deal: RoomDeal, now: number): number =>
  Math.max(0, (now < deal.starts_at ? deal.starts_at : deal.ends_at) - now);
