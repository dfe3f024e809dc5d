// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { usePoll } from "./poll";

describe("polling", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("asks at once, then after each answer, until its scope ends", async () => {
    const ask = vi.fn(() => Promise.resolve());
    const scope = effectScope();
    scope.run(() => usePoll(ask, 1000));
    await vi.advanceTimersByTimeAsync(2500);
    expect(ask).toHaveBeenCalledTimes(3);
    scope.stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("goes on after a failure", async () => {
    const ask = vi.fn(() => Promise.reject(new Error("away")));
    const scope = effectScope();
    scope.run(() => usePoll(ask, 1000));
    await vi.advanceTimersByTimeAsync(1500);
    expect(ask).toHaveBeenCalledTimes(2);
    scope.stop();
  });

  it("asks once more when it was called during an answer, never twice at once", async () => {
    const answers: (() => void)[] = [];
    const ask = vi.fn(() => new Promise<void>((done) => answers.push(done)));
    const scope = effectScope();
    const now = scope.run(() => usePoll(ask, 1000));
    now?.();
    now?.();
    expect(ask).toHaveBeenCalledTimes(1);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(2);
    scope.stop();
  });
});
