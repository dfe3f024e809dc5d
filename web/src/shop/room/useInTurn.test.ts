// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createApp, defineComponent } from "vue";
import { useInTurn } from "./useInTurn";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function mounted(turns: number) {
  let turn: ReturnType<typeof useInTurn> | undefined;
  const app = createApp(
    defineComponent({
      setup() {
        turn = useInTurn(turns);
        return () => null;
      },
    }),
  );
  app.mount(document.createElement("div"));
  return { app, turn: () => turn?.value };
}

it("gives one turn a task, and ends with the last", () => {
  const { app, turn } = mounted(2);
  const seen = [turn()];
  for (let task = 0; task < 4; task += 1) {
    vi.advanceTimersToNextTimer();
    seen.push(turn());
  }
  expect(seen).toEqual([0, 1, 2, 2, 2]);
  app.unmount();
});

it("stands still once its page is gone", () => {
  const { app, turn } = mounted(2);
  app.unmount();
  vi.advanceTimersByTime(10);
  expect(turn()).toBe(0);
});
