// @vitest-environment happy-dom
import { installLanguage } from "@shared/i18n";
import { expect, it } from "vitest";
import { createApp, h } from "vue";
import { catalogs } from "../catalogs";
import MetricTile from "./MetricTile.vue";
import type { Figure, Metric } from "./figures";

async function tile(figure: Partial<Figure>, live: boolean): Promise<{ note: string; face: string; definition: string }> {
  const metric = { name: "gmv_paid", unit: "money", numerator: null, denominator: null, scale: 1, settles: "end" } as unknown as Metric;
  const whole: Figure = { name: "gmv_paid", value: 300, currency: "CNY", before: null, settled: false, ...figure };
  const place = document.createElement("div");
  const app = createApp({ render: () => h(MetricTile, { metric, figure: whole, approximate: false, live }) });
  app.use(await installLanguage(catalogs));
  app.mount(place);
  const text = (part: string) => [...place.querySelectorAll(part)].map((one) => one.textContent).join(" ");
  const found = { note: text(".note"), face: text("p"), definition: text("[hidden]") };
  app.unmount();
  return found;
}
const told = async (figure: Partial<Figure>, live: boolean) => (await tile(figure, live)).note;

it("is called provisional after the show alone, where others are settled: during it all of them are", async () => {
  expect(await told({}, false)).toBe("Provisional");
  expect(await told({}, true)).toBe("");
  expect(await told({ settled: true }, false)).toBe("");
});

it("says what the figure is called in files in its definition, not on its face", async () => {
  const { face, definition } = await tile({}, false);
  expect(face).toContain("GMV paid");
  expect(face).not.toContain("gmv_paid");
  expect(definition).toContain("In files: gmv_paid");
});
