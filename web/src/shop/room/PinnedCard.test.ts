// @vitest-environment happy-dom
import type { ProductCard } from "@shared/api/types";
import { installLanguage } from "@shared/i18n";
import { afterEach, expect, it, vi } from "vitest";
import { type App, createApp, h } from "vue";
import { catalogs } from "../catalogs";
import PinnedCard from "./PinnedCard.vue";

const card = { id: "pot", title: "Teapot", picture_url: null, available: 3, variants: [], price: { amount: 900, currency: "CNY" } } as unknown as ProductCard;
const turned = vi.fn();
let app: App;

async function of(count: number): Promise<HTMLElement> {
  const place = document.createElement("div");
  app = createApp({ render: () => h(PinnedCard, { card, place: 0, count, canBuy: false, onTurn: turned }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  return place.querySelector("section")!;
}
afterEach(() => {
  app.unmount();
  turned.mockReset();
});

function drag(section: HTMLElement, right: number, down: number, pointerType = "touch"): void {
  section.dispatchEvent(new PointerEvent("pointerdown", { clientX: 200, clientY: 200, pointerType }));
  section.dispatchEvent(new PointerEvent("pointerup", { clientX: 200 + right, clientY: 200 + down, pointerType }));
}

it("says that there are several, and turns by a press", async () => {
  const section = await of(2);
  const button = section.querySelector<HTMLElement>(".turn");
  expect(button?.textContent.trim()).toBe("1/2");
  expect(button?.getAttribute("aria-label")).toBe("On show 1/2: to the next");
  button?.click();
  expect(turned).toHaveBeenCalledExactlyOnceWith(1);
});

it.each([
  ["to the left", -60, 5, "touch", [[1]]],
  ["to the right", 60, 5, "touch", [[-1]]],
  ["not far enough", -20, 0, "touch", []],
  ["upwards", -60, -90, "touch", []],
  ["with a mouse, which marks words", -60, 0, "mouse", []],
])("turns by a swipe: %s", async (_way, right, down, pointer, calls) => {
  drag(await of(2), right, down, pointer);
  expect(turned.mock.calls).toEqual(calls);
});

it("has nowhere to turn when it is the only one", async () => {
  const section = await of(1);
  expect(section.querySelector(".turn")).toBeNull();
  drag(section, -60, 0);
  expect(turned).not.toHaveBeenCalled();
});
