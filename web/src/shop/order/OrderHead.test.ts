// @vitest-environment happy-dom
import { installLanguage } from "@shared/i18n";
import { afterEach, expect, it } from "vitest";
import { type App, createApp, h } from "vue";
import { catalogs } from "../catalogs";
import OrderHead from "./OrderHead.vue";
import type { Sight } from "./stand";

const order = { state: "delivered", payment: { state: "captured" } } as unknown as Sight;
let app: App;

async function says(confirmable: boolean): Promise<string> {
  const place = document.createElement("div");
  app = createApp({ render: () => h(OrderHead, { order, stand: "delivered", expiresIn: null, confirmable }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  return place.querySelector("h1 + p")?.textContent ?? "";
}
afterEach(() => app.unmount());

it("asks to confirm the arrival where that can be done", async () => {
  expect(await says(true)).toBe("Your parcel has arrived. If all is well, please confirm it.");
});

it("tells elsewhere where it can be done", async () => {
  expect(await says(false)).toContain("confirm it under My orders");
});
