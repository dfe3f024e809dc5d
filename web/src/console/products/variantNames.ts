/** Names of variants wherever only their ids are known: parts of bundles, what shows hold. */
import { api, unwrap } from "@shared/api/client";
import type { Product } from "@shared/api/types";
import { shallowRef } from "vue";

const names = shallowRef<ReadonlyMap<string, string>>(new Map());

/** "Teapot · red, small"; the title alone when there is but one variant. */
export const variantTitle = (product: Pick<Product, "title">, values: readonly string[]): string =>
  values.length > 0 ? `${product.title} · ${values.join(", ")}` : product.title;

function remember(products: readonly Product[]): void {
  const next = new Map(names.value);
  for (const product of products) for (const variant of product.variants) next.set(variant.id, variantTitle(product, variant.values));
  names.value = next;
}

export function useVariantNames() {
  /** Asks for the names that are not known yet; without an answer they stay unknown. */
  async function learn(ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !names.value.has(id)).slice(0, 100);
    if (unknown.length === 0) return;
    remember(await unwrap(api.GET("/api/v1/products/by-variant", { params: { query: { id: unknown } } })).catch(() => []));
  }
  return { nameOf: (id: string) => names.value.get(id), learn, remember };
}
