// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp, h, nextTick, ref } from "vue";
import { installLanguage } from "../i18n";
import KHoldButton from "./KHoldButton.vue";

/** It has the shared texts alone. */
const own = () => Promise.resolve({ default: {} });
const done = vi.fn();
const busy = ref(false);
let app: App;
let button: HTMLElement;

beforeEach(async () => {
  const language = await installLanguage({ en: own, "zh-CN": own, "zh-TW": own });
  vi.useFakeTimers();
  const place = document.createElement("div");
  app = createApp({ render: () => h(KHoldButton, { label: "Hold", again: "Again", duration: 1000, busy: busy.value, onDone: done }) });
  app.use(language);
  app.mount(place);
  button = place.querySelector("button") as HTMLElement;
});
afterEach(() => {
  app.unmount();
  done.mockReset();
  busy.value = false;
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

const says = async () => {
  await nextTick();
  return button.querySelector("[aria-live]")?.textContent;
};
const key = (type: string) => button.dispatchEvent(new KeyboardEvent(type, { key: "Enter" }));

it.each([
  ["a pointer", () => press(0), () => button.dispatchEvent(new PointerEvent("pointerup"))],
  ["a key", () => key("keydown"), () => key("keyup")],
])("says for a while that it is to be held when %s is merely pressed", async (_by, down, up) => {
  down();
  vi.advanceTimersByTime(80);
  up();
  expect(await says()).toBe("Keep holding until it is full");
  expect(done).not.toHaveBeenCalled();
  vi.advanceTimersByTime(4000);
  expect(await says()).toBe("Hold");
});

it("is pressed twice by who cannot hold, and not once more while that is being done", async () => {
  vi.setSystemTime(10_000);
  const told = () => button.dispatchEvent(new MouseEvent("click", { detail: 0 }));
  told();
  vi.advanceTimersByTime(1000);
  told();
  expect(done).toHaveBeenCalledOnce();
  busy.value = true;
  await nextTick();
  vi.advanceTimersByTime(1000);
  told();
  vi.advanceTimersByTime(1000);
  told();
  expect(done).toHaveBeenCalledOnce();
});

it("says nothing when it was held to its end, or left", async () => {
  press(0);
  vi.advanceTimersByTime(1000);
  button.dispatchEvent(new PointerEvent("pointerup"));
  expect(await says()).toBe("Hold");
  press(0);
  button.dispatchEvent(new PointerEvent("pointerleave"));
  expect(await says()).toBe("Hold");
});
