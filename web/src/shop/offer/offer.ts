/** What a variant costs a viewer at this moment, and what may stand beside the price. Pure. */
import type { Money, ProductCard, RoomDeal, VariantCard } from "@shared/api/types";
import { covers, dealPhase } from "@shared/room/deal";

/** Most pieces of one variant in one order. */
const MOST = 99;

/** What a compared price rests on: prices paid in seven days, or the seller's word. */
export type Basis = { kind: "paid" } | { kind: "stated"; text: string };

export interface Offer {
  price: Money;
  /** Only where something may be struck through. */
  compareAt: Money | null;
  basis: Basis;
  /** The running deal that gives the price. */
  deal: RoomDeal | null;
  /** Most pieces at that price in one order, as far as this page can know; 0 when sold out. */
  most: number;
}

const statedBasis = (card: Pick<ProductCard, "compare_kind" | "compare_basis">): Basis =>
  card.compare_kind === "lowest_paid" ? { kind: "paid" } : { kind: "stated", text: card.compare_basis };

export function offerOf(card: ProductCard, variant: VariantCard, deals: readonly RoomDeal[], now: number): Offer {
  const deal =
    deals.find((each) => covers(each, card.id, variant.id) && dealPhase(each, now) === "running") ?? null;
  const most = Math.max(0, Math.min(MOST, variant.available, card.limit_per_buyer ?? MOST));
  if (!deal) {
    return { price: variant.price, compareAt: variant.compare_at ?? null, basis: statedBasis(card), deal, most };
  }
  const before = deal.compare_at[variant.id];
  return {
    price: deal.price,
    compareAt: before === undefined ? null : { amount: before, currency: deal.price.currency },
    basis: { kind: "paid" },
    deal,
    most: Math.min(most, deal.left, deal.buyer_limit ?? MOST),
  };
}

export interface CardOffer extends Offer {
  /** The variants cost differently: the price is the lowest. */
  from: boolean;
}

/** What the cheapest of these variants costs, of those that are left if any is. */
export function lowestOffer(
  card: ProductCard,
  variants: readonly VariantCard[],
  deals: readonly RoomDeal[],
  now: number,
): CardOffer {
  const offers = variants.map((variant) => offerOf(card, variant, deals, now));
  const left = offers.filter((offer) => offer.most > 0);
  const among = left.length > 0 ? left : offers;
  const [first, ...rest] = among;
  if (!first) {
    return { price: card.price, compareAt: card.compare_at ?? null, basis: statedBasis(card), deal: null, most: 0, from: false };
  }
  const best = rest.reduce((low, offer) => (offer.price.amount < low.price.amount ? offer : low), first);
  return { ...best, from: among.some((offer) => offer.price.amount !== best.price.amount) };
}

/** A deal's price as its card tells it; struck through only where that holds for every variant of the deal. */
export function dealPrice(card: ProductCard, deal: RoomDeal): Pick<Offer, "price" | "compareAt" | "basis"> {
  const before = card.variants
    .filter((variant) => covers(deal, card.id, variant.id))
    .map((variant) => deal.compare_at[variant.id]);
  const [first] = before;
  const holds = first !== undefined && before.every((amount) => amount === first);
  return {
    price: deal.price,
    compareAt: holds ? { amount: first, currency: deal.price.currency } : null,
    basis: { kind: "paid" },
  };
}
