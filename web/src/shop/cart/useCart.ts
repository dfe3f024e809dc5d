/** The viewer's cart in a show: kept by the server, changed here at once and put back when that was refused. */
import { act } from "../acts";
import { api, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { CartItem, ProductCard, VariantCard } from "@shared/api/types";
import { toast } from "@shared/ui";
import { computed, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import type { Offer } from "../offer/offer";
import { ensureViewer } from "../viewer";
import { piecesOf, withQuantity } from "./cart";

export function useCart(show: string) {
  const { t } = useI18n();
  const items = shallowRef<readonly CartItem[]>([]);
  const known = ref(false);
  const trouble = ref("");
  const pieces = computed(() => piecesOf(items.value));
  // Only the answer to the newest request is the cart.
  let turn = 0;
  /** Takes away what was last said about the cart: one such message is enough. */
  let unsay = (): void => undefined;

  async function load(): Promise<void> {
    const mine = (turn += 1);
    try {
      await ensureViewer();
      const answer = await unwrap(api.GET("/api/v1/shows/{show}/cart", { params: { path: { show } } }));
      if (mine !== turn) return;
      items.value = answer;
      trouble.value = "";
    } catch (error) {
      trouble.value = explain(error);
    } finally {
      known.value = true;
    }
  }

  /** Has the cart hold that many; tells whether the server took it. */
  async function put(variantId: string, quantity: number, price: number): Promise<boolean> {
    const before = items.value;
    const mine = (turn += 1);
    items.value = withQuantity(before, variantId, quantity);
    try {
      await ensureViewer();
      const answer = await unwrap(
        api.PUT("/api/v1/shows/{show}/cart/{variant_id}", {
          params: { path: { show, variant_id: variantId } },
          body: { quantity, unit_price: price },
        }),
      );
      if (mine === turn) items.value = answer;
      known.value = true;
      return true;
    } catch (error) {
      if (mine === turn) items.value = before;
      toast(explain(error), { kind: "warn" });
      return false;
    }
  }

  /** One more piece of it. */
  async function add(card: ProductCard, variant: VariantCard, offer: Offer, look: () => void): Promise<void> {
    if (!known.value) await load();
    const had = items.value.find((item) => item.variant_id === variant.id)?.quantity ?? 0;
    if (had >= offer.most) {
      unsay();
      unsay = toast(t("cart.no_more", { n: offer.most }), { kind: "warn", action: { label: t("cart.look"), run: look } });
    } else if (await put(variant.id, had + 1, offer.price.amount)) {
      act("carted", card.id);
      unsay();
      unsay = toast(t("cart.added", { title: card.title }), { kind: "good", action: { label: t("cart.look"), run: look } });
    }
  }

  /** Takes a line out, and offers to put it back. */
  async function remove(item: CartItem): Promise<void> {
    if (!(await put(item.variant_id, 0, item.unit_price))) return;
    unsay();
    unsay = toast(t("cart.removed"), {
      action: { label: t("cart.undo"), run: () => void put(item.variant_id, item.quantity, item.unit_price) },
    });
  }

  /** The cart is looked at now: what was added is there to see. */
  function open(): void {
    unsay();
    void load();
  }

  return { items, known, pieces, trouble, load, open, put, add, remove };
}

export type Cart = ReturnType<typeof useCart>;
