// @vitest-environment happy-dom
import { installLanguage } from "@shared/i18n";
import { expect, it } from "vitest";
import { createApp, h } from "vue";
import { catalogs } from "../catalogs";
import MetricTile from "./MetricTile.vue";
import type { Figure, Metric } from "./figures";

async function told(figure: Partial<Figure>, live: boolean): Promise<string> {
  const metric = { name: "orders_paid", unit: "count", numerator: null, denominator: null, scale: 1, settles: "end" } as unknown as Metric;
  const whole = { name: "orders_paid", value: 3, before: null, settled: false, ...figure } as unknown as Figure;
  const place = document.createElement("div");
  const app = createApp({ render: () => h(MetricTile, { metric, figure: whole, approximate: false, live }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  const text = place.querySelector(".note")?.textContent ?? "";
  app.unmount();
  return text;
}

it("is called provisional after the show alone, where others are settled: during it all of them are", async () => {
  expect(await told({}, false)).toBe("Provisional");
  expect(await told({}, true)).toBe("");
  expect(await told({ settled: true }, false)).toBe("");
});
