// @vitest-environment happy-dom
import { expect, it } from "vitest";
import { createApp, h } from "vue";
import SparkLine from "./SparkLine.vue";

function drawn(values: readonly number[], slots: number): number[] {
  const place = document.createElement("div");
  const app = createApp({ render: () => h(SparkLine, { values, slots, label: "Watching" }) });
  app.mount(place);
  const points = place.querySelector("polyline")?.getAttribute("points") ?? "";
  app.unmount();
  return points.split(" ").filter(Boolean).map((point) => Number(point.split(",")[0]));
}

it("goes over the whole width, however short the history is, and tells the latest of a long one", () => {
  expect(drawn([1, 2], 30)).toEqual([0, 100]);
  expect(drawn([1, 2, 3], 30)).toEqual([0, 50, 100]);
  expect(drawn([1, 2, 3, 4, 5], 3)).toEqual([0, 50, 100]);
  expect(drawn([1], 30)).toEqual([]);
});
