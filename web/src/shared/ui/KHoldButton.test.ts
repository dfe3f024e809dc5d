// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp, h } from "vue";
import KHoldButton from "./KHoldButton.vue";

const done = vi.fn();
let app: App;
let button: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  const place = document.createElement("div");
  app = createApp({ render: () => h(KHoldButton, { label: "Hold", again: "Again", duration: 1000, onDone: done }) });
  app.mount(place);
  button = place.querySelector("button") as HTMLElement;
});
afterEach(() => {
  app.unmount();
  done.mockReset();
  vi.useRealTimers();
});

const press = (which: number) => button.dispatchEvent(new PointerEvent("pointerdown", { button: which }));

it("is held by the main button, a pen or a finger, to its end", () => {
  press(0);
  vi.advanceTimersByTime(999);
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(done).toHaveBeenCalledOnce();
});

it.each([1, 2])("is not held by another button of a mouse (%i)", (which) => {
  press(which);
  vi.advanceTimersByTime(5000);
  expect(done).not.toHaveBeenCalled();
});
