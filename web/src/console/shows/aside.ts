/** Setting stock aside for a show: what each variant of its products has, and what the show may hold of it. */
import type { components } from "@shared/api/schema";
import type { Product } from "@shared/api/types";
import { variantTitle } from "../products/variantNames";

type Allocation = components["schemas"]["Allocation"];

export interface AsideLine {
  variantId: string;
  title: string;
  picture: string | null;
  /** Held for this show, those it sold included. */
  units: number;
  sold: number;
  /** Not sold yet. */
  left: number;
  /** Free for everybody. */
  free: number;
  /** The most that it may hold. */
  most: number;
}

/** Lines in the order of the tray; bundles have no stock of their own and are left out. */
export function asideLines(productIds: readonly string[], products: ReadonlyMap<string, Product>, held: readonly Allocation[]): AsideLine[] {
  const byVariant = new Map(held.map((part) => [part.variant_id, part]));
  return productIds.flatMap((id) => {
    const product = products.get(id);
    if (!product) return [];
    return product.variants
      .filter((variant) => variant.components.length === 0)
      .map((variant): AsideLine => {
        const part = byVariant.get(variant.id);
        const units = part?.units ?? 0;
        const left = part?.remaining ?? 0;
        const free = Math.max(0, variant.stock.available);
        return {
          variantId: variant.id,
          title: variantTitle(product, variant.values),
          picture: variant.picture_url ?? product.picture_url,
          units,
          sold: units - left,
          left,
          free,
          most: units + free,
        };
      });
  });
}

export type AsideFault = "not_whole" | "below_sold" | "too_many";

/** What is wrong with a number that was typed for a line. */
export function asideFault(text: string, line: Pick<AsideLine, "sold" | "most">): AsideFault | null {
  if (!/^\d{1,9}$/.test(text.trim())) return "not_whole";
  const units = Number(text);
  if (units < line.sold) return "below_sold";
  return units > line.most ? "too_many" : null;
}
