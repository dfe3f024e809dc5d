// @vitest-environment happy-dom
import { calm } from "@shared/motion";
import { afterEach, expect, it } from "vitest";
import { createApp, nextTick } from "vue";
import HeartRain from "./HeartRain.vue";

afterEach(() => (calm.value = false));

it.each([false, true])("lets hearts rise, but not for who switched motion off (%s)", async (isOff) => {
  calm.value = isOff;
  const place = document.createElement("div");
  const app = createApp(HeartRain);
  const rain = app.mount(place) as unknown as { rise: (many: number) => void };
  rain.rise(3);
  await nextTick();
  expect(place.querySelectorAll(".rain > span")).toHaveLength(isOff ? 0 : 3);
  app.unmount();
});
