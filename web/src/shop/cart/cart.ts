/** The cart as it stands now: each line with today's price, and what is wrong with it. Pure. */
import type { CartItem, Money, ProductCard, VariantCard } from "@shared/api/types";
import { times } from "@shared/format/money";
import type { Offer } from "../offer/offer";

export interface CartRow {
  item: CartItem;
  card: ProductCard | null;
  variant: VariantCard | null;
  offer: Offer | null;
  /** "short": fewer are left than the cart holds. */
  trouble: "gone" | "sold_out" | "short" | null;
  /** What it cost when it was put in, where that differs from now. */
  before: Money | null;
}

/** A row that can be ordered as it stands. */
export interface ReadyRow extends CartRow {
  card: ProductCard;
  variant: VariantCard;
  offer: Offer;
}

/**
 * `products` are the room's cards, which are newer than those that came with the cart: what is not among them is not
 * sold in this show any more. Before they are known, the cart's own word counts.
 */
export function rowsOf(
  items: readonly CartItem[],
  products: readonly ProductCard[],
  due: (card: ProductCard, variant: VariantCard) => Offer,
): CartRow[] {
  return items.map((item) => {
    const shown = products.find((each) => each.id === item.product_id);
    const card = shown ?? item.product ?? null;
    const own = products.length === 0 ? (item.variant ?? null) : null;
    const variant = shown?.variants.find((each) => each.id === item.variant_id) ?? own;
    if (!card || !variant || card.is_archived) return { item, card, variant: null, offer: null, trouble: "gone", before: null };
    const offer = due(card, variant);
    const trouble = offer.most <= 0 ? "sold_out" : offer.most < item.quantity ? "short" : null;
    const seen = { amount: item.unit_price, currency: offer.price.currency };
    return { item, card, variant, offer, trouble, before: seen.amount === offer.price.amount ? null : seen };
  });
}

export const isReady = (row: CartRow): row is ReadyRow => row.offer !== null && row.trouble === null;

export function totalOf(rows: readonly ReadyRow[]): Money | null {
  const [first] = rows;
  if (!first) return null;
  const amount = rows.reduce((sum, row) => sum + times(row.offer.price, row.item.quantity).amount, 0);
  return { amount, currency: first.offer.price.currency };
}

export const piecesOf = (items: readonly CartItem[]): number => items.reduce((sum, item) => sum + item.quantity, 0);

/** The cart as it will be once the server has heard: shown at once. */
export function withQuantity(items: readonly CartItem[], variantId: string, quantity: number): CartItem[] {
  return items
    .map((item) => (item.variant_id === variantId ? { ...item, quantity } : item))
    .filter((item) => item.quantity > 0);
}
