/** What a refused order means for the checkout that is open: what to say, and what to put right at once. Pure. */
import type { ApiProblem } from "@shared/api/client";

/** A line as it was sent. */
export interface SentLine {
  variantId: string;
  productId: string;
  quantity: number;
  price: number;
}

export interface Remedy {
  /** The last part of the text's key, `checkout.refused_…`. */
  text: string;
  /** Figures of the text; `price` in minor units. */
  n: number;
  limit: number;
  price: number;
  /** The lines concerned. */
  variantIds: string[];
  /** What the variants cost now, as the server says. */
  newPrice: number | null;
  /** How many pieces are possible; the quantity becomes that. */
  newQuantity: number | null;
  /** Nothing more can be had of it. */
  blocked: boolean;
}

const numeric = (value: unknown): number | null => (typeof value === "number" ? value : null);
const named = (value: unknown): string => (typeof value === "string" ? value : "");

/** Null where the server's own sentence is all there is to say. */
export function remedyOf(problem: Pick<ApiProblem, "code" | "params">, lines: readonly SentLine[]): Remedy | null {
  const { code, params } = problem;
  const variantId = named(params["variant_id"]);
  const productId = named(params["product_id"]);
  const of = lines.filter((line) => (variantId ? line.variantId === variantId : line.productId === productId));
  const [line] = of;
  if (!line) return null;
  const price = numeric(params["price"]);
  const left = numeric(params["left"]) ?? numeric(params["available"]) ?? 0;
  const told = { n: left, limit: numeric(params["limit"]) ?? 0, price: price ?? 0, variantIds: of.map((each) => each.variantId) };
  const remedy = (text: string, change: Partial<Remedy> = {}): Remedy => ({
    text,
    ...told,
    newPrice: null,
    newQuantity: null,
    blocked: false,
    ...change,
  });
  /** As many as are possible, where one line alone is concerned. */
  const fewer = of.length === 1 && left > 0 && left < line.quantity ? left : null;

  switch (code) {
    case "orders.price_changed":
      if (price === null) return null;
      return remedy(price < line.price ? "price_fell" : "price_rose", { newPrice: price });
    case "promotions.deal_over":
      return price === null ? null : remedy("deal_over", { newPrice: price });
    case "promotions.deal_not_begun":
      return price === null ? null : remedy("deal_not_begun", { newPrice: price });
    case "promotions.deal_sold_out":
      if (left > 0) return remedy("deal_short", { newQuantity: fewer });
      return price === null ? null : remedy("deal_gone", { newPrice: price });
    case "orders.limit_reached":
      if (left > 0) return remedy("limit_short", { newQuantity: fewer });
      // A deal's own limit names the variant: at its own price the product may still be had.
      return variantId ? remedy("deal_limit") : remedy("limit_reached", { blocked: true });
    case "orders.sold_out":
      return left > 0 ? remedy("short", { newQuantity: fewer }) : remedy("sold_out", { blocked: true });
    default:
      return null;
  }
}
