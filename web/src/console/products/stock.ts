/** How a product's stock stands, and its prices from low to high. */
import type { Money, Product } from "@shared/api/types";

export type Mark = "sold_out" | "low" | "plenty";

type Counted = Pick<Product["variants"][number], "stock" | "low_at">;

export function markOf(variant: Counted): Mark {
  const { available } = variant.stock;
  if (available <= 0) return "sold_out";
  return variant.low_at > 0 && available <= variant.low_at ? "low" : "plenty";
}

export interface Standing {
  /** The worst that is true of the whole: sold out only when every variant is. */
  mark: Mark;
  /** How many of the variants are sold out, and how many run low. */
  soldOut: number;
  low: number;
}

export function standingOf(product: { variants: readonly Counted[] }): Standing {
  const marks = product.variants.map(markOf);
  const soldOut = marks.filter((mark) => mark === "sold_out").length;
  const low = marks.filter((mark) => mark === "low").length;
  const mark = soldOut === marks.length ? "sold_out" : soldOut + low > 0 ? "low" : "plenty";
  return { mark, soldOut, low };
}

/** The lowest and the highest price; the same twice when there is one price only. */
export function priceRange(variants: readonly { price: Money }[]): { from: Money; to: Money } | null {
  const [first] = variants;
  if (!first) return null;
  const sorted = variants.map((variant) => variant.price).toSorted((a, b) => a.amount - b.amount);
  return { from: sorted[0] ?? first.price, to: sorted.at(-1) ?? first.price };
}
