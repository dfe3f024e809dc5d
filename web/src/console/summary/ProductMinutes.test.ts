// @vitest-environment happy-dom
import { api } from "@shared/api/client";
import { installLanguage } from "@shared/i18n";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp, nextTick } from "vue";
import { catalogs } from "../catalogs";
import ProductMinutes from "./ProductMinutes.vue";
import type { ProductFigures, Summary } from "./figures";

const BEGAN = 1_800_000_000_000;
const counts = (clicks: number) => ({ clicks, orders: 0, orders_paid: 0, pieces: 0, gmv_paid: { TWD: 0 } });
const product = (product_id: string, title: string, paid: number) => ({ product_id, title, gmv_paid: { TWD: paid }, orders_paid: 0, opened: 0 }) as unknown as ProductFigures;
const summary = {
  show_id: "shw_1",
  until: "2027-01-15T08:00:00Z",
  currencies: ["TWD"],
  products: [product("prd_cup", "Cup", 100), product("prd_pot", "Pot", 500)],
  minutes: [0, 1].map((minute) => ({ at_ms: BEGAN + minute * 60_000 })),
  marks: [
    { kind: "pinned", product_id: "prd_pot", title: "Pot", from_ms: BEGAN, to_ms: null },
    { kind: "deal", product_id: "prd_cup", title: "Cup", from_ms: BEGAN, to_ms: null },
    { kind: "sold_out", product_id: "prd_pot", title: "Pot · red", from_ms: BEGAN, to_ms: BEGAN },
    { kind: "interrupted", product_id: "", title: "", from_ms: BEGAN, to_ms: null },
  ],
} as unknown as Summary;
const answers = new Map<string, (told: unknown) => void>();
let app: App;
let page: HTMLElement;

beforeEach(async () => {
  answers.clear();
  vi.spyOn(api, "GET").mockImplementation((_path: string, { params }: { params: { path: { product_id: string } } }) => new Promise((resolve) => answers.set(params.path.product_id, resolve)));
  page = document.createElement("div");
  document.body.append(page);
  app = createApp(ProductMinutes, { summary, currency: "TWD" });
  app.use(await installLanguage(catalogs));
  app.mount(page);
});
afterEach(() => {
  app.unmount();
  vi.restoreAllMocks();
});

async function answer(product_id: string, title: string, clicks: number): Promise<void> {
  const minutes = [{ ...counts(clicks), at_ms: BEGAN }];
  answers.get(product_id)?.({ data: { product_id, title, earlier: counts(0), minutes, later: counts(2) }, response: new Response() });
  // What waits for the answer comes before this.
  await new Promise((done) => setTimeout(done));
}

async function choose(product_id: string): Promise<void> {
  const select = page.querySelector("select");
  if (!select) throw new Error("nothing to choose by");
  select.value = product_id;
  select.dispatchEvent(new Event("change"));
  await nextTick();
}

const slider = () => page.querySelector("[role=slider]");
const rows = () => [...page.querySelectorAll(".row .label")].map((label) => label.textContent);

it("begins with the product that sold most, and has its own marks and the picture's alone", async () => {
  await answer("prd_pot", "Pot", 4);
  expect(slider()?.getAttribute("aria-label")).toContain("Pot");
  expect(slider()?.getAttribute("aria-valuetext")).toContain("Clicks 4");
  expect(rows().sort()).toEqual(["Picture lost", "Pinned", "Sold out"]);
  expect([...page.querySelectorAll(".band")].map((band) => band.getAttribute("title")).sort()).toEqual(["", "", "Pot · red"]);
});

it("tells what came after the show beside the chart", async () => {
  await answer("prd_pot", "Pot", 4);
  expect([...page.querySelectorAll(".outside")].map((line) => line.textContent)).toEqual([expect.stringMatching(/After the show: Clicks 2 · Orders 0/)]);
});

it("leaves the late answer for a product that is no longer chosen", async () => {
  await choose("prd_cup");
  await answer("prd_cup", "Cup", 1);
  await answer("prd_pot", "Pot", 4);
  expect(slider()?.getAttribute("aria-label")).toContain("Cup");
  expect(slider()?.getAttribute("aria-valuetext")).toContain("Clicks 1");
});
