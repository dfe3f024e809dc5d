/**
 * From how many units on a variant counts as low, as its product says. The room's cards do not tell, because viewers
 * see them.
 */
import type { Product, ProductCard } from "@shared/api/types";
import { api, unwrap } from "@shared/api/client";
import { type Ref, computed, shallowRef, watch } from "vue";
import { usePoll } from "../lib/poll";

/** By variant; one without a mark never counts as low. */
export type LowMarks = ReadonlyMap<string, number>;
type Card = Pick<ProductCard, "variants">;

/** A mark may be moved during the show. */
const EVERY = 60_000;
/** The server takes so many ids at a time. */
const MOST = 100;

/** The variants that are left and at their mark, those nearest to their end first. */
export function lowOf(card: Card, marks: LowMarks): Card["variants"] {
  const low = card.variants.filter(({ id, available }) => available > 0 && available <= (marks.get(id) ?? 0));
  return low.toSorted((a, b) => a.available - b.available);
}

export function useLowMarks(cards: Ref<readonly Card[]>): Ref<LowMarks> {
  const marks = shallowRef<LowMarks>(new Map());
  const ids = computed(() => cards.value.flatMap((card) => card.variants.map((variant) => variant.id)));

  async function ask(): Promise<void> {
    const asked: Promise<Product[]>[] = [];
    for (let from = 0; from < ids.value.length; from += MOST) {
      asked.push(unwrap(api.GET("/api/v1/products/by-variant", { params: { query: { id: ids.value.slice(from, from + MOST) } } })));
    }
    const products = (await Promise.all(asked)).flat();
    marks.value = new Map(products.flatMap((product) => product.variants.map((variant) => [variant.id, variant.low_at])));
  }

  const askNow = usePoll(ask, EVERY);
  watch(() => ids.value.join(), askNow);
  return marks;
}
