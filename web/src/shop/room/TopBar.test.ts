// @vitest-environment happy-dom
import type { PublicShow } from "@shared/api/types";
import { installLanguage } from "@shared/i18n";
import { expect, it } from "vitest";
import { createApp, h } from "vue";
import { catalogs } from "../catalogs";
import TopBar from "./TopBar.vue";

const page = { title: "Tea", host_name: "Lin", store: { name: "Mist Kiln", legal_name: "" } } as unknown as PublicShow;

it.each([true, false])("counts who watches only while there is something to watch: %s", async (onAir) => {
  const place = document.createElement("div");
  const app = createApp({ render: () => h(TopBar, { page, watching: 2, onAir, away: false }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  expect(place.textContent.includes("watching")).toBe(onAir);
  app.unmount();
});
