/** A flash deal from the desk: what is proposed, what is wrong, and how a running one stands. */
import type { ProductCard, RoomDeal } from "@shared/api/types";
import { currencyExponent, moneyInput, parseMoney } from "@shared/format";
import { stockOf } from "@shared/room/deal";

export interface DealForm {
  [field: string]: string;
  /** Empty: for all variants. */
  variant_id: string;
  price: string;
  total_limit: string;
  buyer_limit: string;
  countdown_s: string;
  minutes: string;
}

const DISCOUNT = 0.1;
const PIECES = 20;

/** The lowest present price of what the deal is for, in minor units; the deal must be below it. */
export function priceToBeat(card: Pick<ProductCard, "variants" | "price">, variantId: string): number {
  const prices = card.variants.filter((variant) => !variantId || variant.id === variantId).map((variant) => variant.price.amount);
  return prices.length > 0 ? Math.min(...prices) : card.price.amount;
}

/** Pieces there are of what the deal is for. */
export const piecesLeft = (card: Pick<ProductCard, "variants">, variantId: string): number =>
  card.variants.filter((variant) => !variantId || variant.id === variantId).reduce((sum, variant) => sum + variant.available, 0);

/** What a deal asks at least, in minor units. */
export const LEAST_PRICE = 1;

/** A tenth off, rounded down to a whole unit of money where there is one; below the present price wherever that can be. */
export function proposedPrice(present: number, currency: string): number {
  const unit = 10 ** currencyExponent(currency);
  const cut = Math.floor(present * (1 - DISCOUNT));
  return cut >= unit ? Math.floor(cut / unit) * unit : Math.max(LEAST_PRICE, Math.min(cut, present - 1));
}

export const freshDeal = (card: ProductCard, variantId = ""): DealForm => ({
  variant_id: variantId,
  price: moneyInput(proposedPrice(priceToBeat(card, variantId), card.price.currency), card.price.currency),
  total_limit: String(Math.max(1, Math.min(PIECES, piecesLeft(card, variantId)))),
  buyer_limit: "1",
  countdown_s: "30",
  minutes: "5",
});

export type DealFault = "required" | "bad_amount" | "too_low" | "not_below" | "not_whole" | "countdown_range" | "minutes_range";

const whole = (text: string, least: number, most: number): boolean => /^\d{1,7}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most;

export function dealFaults(form: DealForm, card: ProductCard): Partial<Record<string, DealFault>> {
  const faults: Partial<Record<string, DealFault>> = {};
  const price = parseMoney(form.price, card.price.currency);
  if (!form.price.trim()) faults["price"] = "required";
  else if (price === null) faults["price"] = "bad_amount";
  else if (price < LEAST_PRICE) faults["price"] = "too_low";
  else if (price >= priceToBeat(card, form.variant_id)) faults["price"] = "not_below";
  if (!whole(form.total_limit, 1, 1_000_000)) faults["total_limit"] = "not_whole";
  if (form.buyer_limit.trim() && !whole(form.buyer_limit, 1, 999)) faults["buyer_limit"] = "not_whole";
  if (!whole(form.countdown_s, 10, 300)) faults["countdown_s"] = "countdown_range";
  if (!whole(form.minutes, 1, 20)) faults["duration_s"] = "minutes_range";
  return faults;
}

/** The body of a request; call only without faults. */
export const dealBody = (form: DealForm, card: ProductCard) => ({
  product_id: card.id,
  variant_id: form.variant_id || null,
  price: parseMoney(form.price, card.price.currency) ?? 0,
  total_limit: Number(form.total_limit),
  buyer_limit: form.buyer_limit.trim() ? Number(form.buyer_limit) : null,
  countdown_s: Number(form.countdown_s),
  duration_s: Number(form.minutes) * 60,
});

export interface DealStand {
  state: "announced" | "running" | "over";
  /** Milliseconds to the start, or to the end. */
  rest: number;
  given: number;
  /** Pieces that can still be had: what the deal gives, but no more than the show has. */
  left: number;
  /** Of all pieces, 0 to 1. */
  part: number;
}

/** `now` by the server's clock, in milliseconds since the epoch. */
export function dealStand(deal: RoomDeal, card: Pick<ProductCard, "id" | "variants">, now: number): DealStand {
  const state = now < deal.starts_at ? "announced" : now < deal.ends_at ? "running" : "over";
  const until = state === "announced" ? deal.starts_at : deal.ends_at;
  const given = Math.max(0, deal.total - deal.left);
  const left = Math.min(deal.left, stockOf(deal, card));
  return { state, rest: Math.max(0, until - now), given, left, part: deal.total > 0 ? given / deal.total : 0 };
}
