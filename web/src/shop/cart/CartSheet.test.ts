// @vitest-environment happy-dom
import type { CartItem, ProductCard } from "@shared/api/types";
import { installLanguage } from "@shared/i18n";
import { afterEach, expect, it, vi } from "vitest";
import { type App, createApp, h, nextTick, reactive, ref } from "vue";
import { catalogs } from "../catalogs";
import CartSheet from "./CartSheet.vue";
import type { Cart } from "./useCart";

const price = { amount: 900, currency: "CNY" };
const variant = { id: "pot-1", values: [], price, available: 1, picture_url: null };
const card = { id: "pot", title: "Teapot", picture_url: null, available: 1, variants: [variant], options: [], price } as unknown as ProductCard;
const OVER = "The show is over, so nothing can be ordered here any more.";
let app: App;

async function open(quantity: number, props: { canBuy: boolean; early?: boolean }): Promise<HTMLElement> {
  const items = quantity ? [{ variant_id: "pot-1", product_id: "pot", quantity, unit_price: 1000 } as CartItem] : [];
  const cart = { items: ref(items), known: ref(true), trouble: ref(""), open: vi.fn() } as unknown as Cart;
  const place = document.createElement("div");
  app = createApp({ render: () => h(CartSheet, { cart, products: [card], ...props }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  return place;
}
afterEach(() => app.unmount());

it("says that nothing can be ordered any more when the show ends while it is open", async () => {
  const props = reactive({ canBuy: true });
  const place = await open(1, props);
  expect(place.textContent).toContain("Check out");
  expect(place.textContent).not.toContain(OVER);
  props.canBuy = false;
  await nextTick();
  expect(place.textContent).not.toContain("Check out");
  expect(place.querySelector("[role=status]")?.textContent.trim()).toBe(OVER);
});

it("tells of an ended show what was put aside, and asks for nothing that has no end any more", async () => {
  const place = await open(3, { canBuy: false });
  expect(place.textContent).toContain("Teapot");
  expect(place.textContent).toContain("× 3");
  expect(place.querySelector("[role=spinbutton], input")).toBeNull();
  expect(place.textContent).not.toContain("lower the number");
  expect(place.textContent).not.toContain("The price has dropped");
});

it("says so of an empty cart too, and before a show that it has not begun", async () => {
  expect((await open(0, { canBuy: false })).textContent).toContain(OVER);
  app.unmount();
  const before = await open(1, { canBuy: false, early: true });
  expect(before.textContent).toContain("Orders open when the show begins.");
  expect(before.textContent).not.toContain(OVER);
});
