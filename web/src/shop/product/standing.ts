/** What stands on a button, and beside it, of which nothing can be had. Pure. */
import type { ProductCard } from "@shared/api/types";

type Standing = Pick<ProductCard, "is_archived">;

/** The key of the text: what the shop sells no more will not come back, what is sold out may. */
export const goneText = (card: Standing): "product.withdrawn" | "product.sold_out" =>
  card.is_archived ? "product.withdrawn" : "product.sold_out";

export const buyText = (card: Standing, available: number): "product.buy" | "product.withdrawn" | "product.sold_out" =>
  available > 0 ? "product.buy" : goneText(card);
