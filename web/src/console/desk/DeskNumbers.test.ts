// @vitest-environment happy-dom
import { installLanguage } from "@shared/i18n";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type App, computed, createApp, h, nextTick } from "vue";
import { catalogs } from "../catalogs";
import DeskNumbers from "./DeskNumbers.vue";
import type { ShowFigures } from "./useShowFigures";

const VALUES: Record<string, number> = { peak: 9, danmaku: 30, clicks: 12, ctr: 0.5, conversion: 0.25, aov: 6800 };
const minutes = computed(() => [1, 2, 3]);
const figures: ShowFigures = {
  value: (name) => VALUES[name] ?? null,
  online: minutes, orders: minutes, clicks: minutes, talks: minutes, likes: minutes, paid: minutes,
  talk: computed(() => 2),
  liked: computed(() => 4),
};
let app: App;
let tiles: HTMLElement[];

async function mount(given: ShowFigures, now: { watching: number; onAir: boolean } = { watching: 5, onAir: true }): Promise<void> {
  const place = document.createElement("div");
  document.body.append(place);
  const sales = { count: 2, paid: { amount: 13_600, currency: "CNY" } };
  app = createApp({ render: () => h(DeskNumbers, { ...now, likes: 40, sales, partial: false, figures: given }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  tiles = [...place.querySelectorAll<HTMLElement>("[role=group]")];
}
beforeEach(() => mount(figures));
afterEach(() => app.unmount());

const shown = () => document.body.querySelector(".tip")?.textContent ?? "";

it("pairs each figure with another of the same thing", () => {
  expect(tiles.map((tile) => tile.getAttribute("aria-label"))).toEqual([
    "Watching: 5, peak 9",
    "Danmaku: 30, 2 lines/min",
    "Likes: 40, 4/min",
    "Product clicks: 12, click rate 50%",
    "Paid orders: 2, 25% bought",
    "Paid amount: ¥136, ¥68 an order",
  ]);
});

it("says what each figure and its curve is, to a pointer, to the keyboard and to a tap", async () => {
  const first = ["People in the room right now.", "Lines viewers wrote", "Likes while on air.", "How often products were opened.", "Orders paid, also if refunded later.", "Paid less refunded."];
  for (const [at, tile] of tiles.entries()) {
    expect(tile.tabIndex).toBe(0);
    for (const [come, go] of [["pointerenter", "pointerleave"], ["focus", "blur"], ["click", "blur"]] as const) {
      tile.dispatchEvent(new Event(come));
      await nextTick();
      expect(shown()).toContain(first[at]);
      expect(shown()).toContain("Curve: ");
      tile.dispatchEvent(new Event(go));
      await nextTick();
      expect(shown()).toBe("");
    }
  }
});

it("has no share of nobody", async () => {
  app.unmount();
  await mount({ ...figures, value: () => null });
  expect(tiles.slice(3).map((tile) => tile.getAttribute("aria-label"))).toEqual(["Product clicks: 0", "Paid orders: 2", "Paid amount: ¥136"]);
});

it.each([
  { onAir: true, watching: 12, says: "Watching: 12, peak 12" },
  { onAir: true, watching: 3, says: "Watching: 3, peak 9" },
  { onAir: false, watching: 3, says: "Watching: 3, peak 9" },
  { onAir: false, watching: 12, says: "Watching: 12" },
])("has no peak below the present number: $says", async ({ says, ...now }) => {
  app.unmount();
  await mount(figures, now);
  expect(tiles[0]?.getAttribute("aria-label")).toBe(says);
});

it("has no peak of a show that nobody has watched yet", async () => {
  app.unmount();
  await mount({ ...figures, value: () => null }, { watching: 0, onAir: false });
  expect(tiles[0]?.getAttribute("aria-label")).toBe("Watching: 0");
});
