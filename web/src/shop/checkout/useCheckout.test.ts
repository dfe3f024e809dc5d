// @vitest-environment happy-dom
import { ApiProblem, api } from "@shared/api/client";
import type { OrderRequest, ProductCard, RoomDeal, RoomSnapshot, VariantCard } from "@shared/api/types";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp, defineComponent, h, nextTick, ref, shallowRef } from "vue";
import { createI18n } from "vue-i18n";
import { createMemoryHistory, createRouter } from "vue-router";
import { provideOffers } from "../offer/useOffers";
import { adopt } from "../viewer";
import { useCheckout } from "./useCheckout";

const cny = (amount: number) => ({ amount, currency: "CNY" });
const variant = { id: "var_1", price: cny(8900), compare_at: null, available: 25 } as VariantCard;
const card = { id: "prd_1", title: "Cups", variants: [variant], price: cny(8900), return_class: "seven_days" } as ProductCard;
const deal = { id: "del_1", product_id: "prd_1", variant_id: null, price: cny(6900), compare_at: {}, starts_at: 0, ends_at: 9000 };
const FORM = {
  contact: { name: "Lin", phone: "0912345678", email: "" },
  address: { country: "TW", region: "台北市", city: "信義區", line1: "信義路", line2: "", postal_code: "110" },
};

const lost = new ApiProblem(0, "network", "");
const quantity = ref(1);
const room = shallowRef<RoomSnapshot | null>(null);
let app: App;
let checkout: ReturnType<typeof useCheckout>;
let sent: OrderRequest[];

/** What the room tells of the deal; without one, that there is none. */
function tell(of?: Partial<RoomDeal>): Promise<void> {
  const deals = of ? [{ ...deal, ...of }] : [];
  room.value = { deals, products: [card] } as unknown as RoomSnapshot;
  return nextTick();
}

beforeEach(() => {
  localStorage.setItem("kaibo.checkout", JSON.stringify(FORM));
  adopt({ id: "vwr_1", display_name: "Lin" });
  vi.spyOn(api, "GET").mockRejectedValue(lost);
  sent = [];
  vi.spyOn(api, "POST").mockImplementation((path: string, { body }: { body: OrderRequest }) => {
    if (path === "/api/v1/orders") sent.push(body);
    return Promise.reject(lost);
  });
  quantity.value = 1;
  room.value = null;
  const inside = defineComponent(() => {
    checkout = useCheckout({
      show: "shw_1",
      currency: "CNY",
      wanted: () => [{ card, variant, quantity: quantity.value }],
      setQuantity: (_id, wanted) => (quantity.value = wanted),
      fromCart: false,
    });
    return () => h("p");
  });
  const outside = defineComponent(() => {
    provideOffers(room, () => 1000, () => null);
    return () => h(inside);
  });
  app = createApp(outside);
  app.use(createI18n({ legacy: false, locale: "en", missingWarn: false, fallbackWarn: false, messages: { en: {} } }));
  app.use(createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: inside }] }));
  app.mount(document.createElement("div"));
});
afterEach(() => {
  app.unmount();
  vi.restoreAllMocks();
  localStorage.clear();
});

const total = (order: OrderRequest | undefined) => order?.lines.reduce((sum, line) => sum + line.unit_price * line.quantity, 0);

it("shows what the next press asks for while nobody knows whether the order stands", async () => {
  await tell();
  quantity.value = 2;
  await nextTick();
  await checkout.submit();
  await tell({ left: 5, buyer_limit: 1 });
  const shown = checkout.total.value.amount;
  await checkout.submit();
  expect(sent).toHaveLength(2);
  expect(shown).toBe(total(sent[1]));
  expect(shown).toBe(17800);
});

it("shows the price of now again once the buyer wants another number", async () => {
  await tell();
  quantity.value = 2;
  await nextTick();
  await checkout.submit();
  await tell({ left: 5, buyer_limit: 5 });
  quantity.value = 3;
  await nextTick();
  expect(checkout.total.value.amount).toBe(20700);
  await checkout.submit();
  expect(total(sent[1])).toBe(20700);
});

it("shows and sends the price of now once the buyer corrects what is written in the form", async () => {
  await tell({ left: 5, buyer_limit: 5 });
  await checkout.submit();
  await tell();
  expect(checkout.total.value.amount).toBe(6900);
  checkout.form.contact.phone = "0987654321";
  await nextTick();
  expect(checkout.total.value.amount).toBe(8900);
  expect(checkout.trouble.value).toContain("checkout.price_now_differs");
  // It is no press for what has just come to stand there.
  await checkout.submit();
  expect(sent).toHaveLength(1);
  vi.spyOn(Date, "now").mockReturnValue(Date.now() + 1200);
  await checkout.submit();
  expect(sent.map(total)).toEqual([6900, 8900]);
});

it("sends what stood there when it was pressed, whatever changes before it goes", async () => {
  await tell({ left: 5, buyer_limit: 5 });
  const pressed = checkout.submit();
  await tell();
  await pressed;
  expect(total(sent[0])).toBe(6900);
});

it("says that a number became smaller also when the room tells its deals for the first time", async () => {
  quantity.value = 3;
  await nextTick();
  await tell({ left: 1, buyer_limit: 5 });
  await nextTick();
  expect(quantity.value).toBe(1);
  expect(checkout.trouble.value).toBe("checkout.now_fewer");
});
