// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApp, defineComponent, nextTick, ref } from "vue";
import { useTurns } from "./useTurns";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function mounted(isThere = ref(true)) {
  let built: ReturnType<typeof useTurns<"picture" | "talk">> | undefined;
  const app = createApp(
    defineComponent({
      setup() {
        built = useTurns(() => isThere.value, "picture", "talk");
        return () => null;
      },
    }),
  );
  app.mount(document.createElement("div"));
  return { app, built: () => Object.entries(built ?? {}).flatMap(([part, is]) => (is ? [part] : [])) };
}

it("lets one part more be built in each task, in their order", () => {
  const { app, built } = mounted();
  const seen = [built()];
  for (let task = 0; task < 3; task += 1) {
    vi.advanceTimersToNextTimer();
    seen.push(built());
  }
  expect(seen).toEqual([[], ["picture"], ["picture", "talk"], ["picture", "talk"]]);
  app.unmount();
});

it("stands still once its page is gone", () => {
  const { app, built } = mounted();
  app.unmount();
  vi.advanceTimersByTime(10);
  expect(built()).toEqual([]);
});

it("begins when there is something to show, and goes on whatever becomes of that", async () => {
  const isThere = ref(false);
  const { app, built } = mounted(isThere);
  vi.advanceTimersByTime(10);
  expect(built()).toEqual([]);
  isThere.value = true;
  await nextTick();
  isThere.value = false;
  await nextTick();
  vi.advanceTimersByTime(10);
  expect(built()).toEqual(["picture", "talk"]);
  app.unmount();
});
