/** The rest of a product's page, beyond the card that the room already has. */
import { api, unwrap } from "@shared/api/client";
import type { ProductPage } from "@shared/api/types";
import { ref, shallowRef } from "vue";

const known = new Map<string, ProductPage>();

/** What was read before is there at once, and is read anew. */
export function useProductPage(show: string, productId: string) {
  const page = shallowRef<ProductPage | null>(known.get(productId) ?? null);
  const failed = ref(false);

  async function load(): Promise<void> {
    failed.value = false;
    try {
      page.value = await unwrap(
        api.GET("/api/v1/shows/{show}/products/{product_id}", {
          params: { path: { show, product_id: productId } },
        }),
      );
      known.set(productId, page.value);
    } catch {
      failed.value = page.value === null;
    }
  }
  void load();

  return { page, failed, load };
}
