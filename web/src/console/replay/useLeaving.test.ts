import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { useLeaving } from "./useLeaving";

const remove = vi.fn<(key: string) => Promise<void>>();

function things() {
  const scope = effectScope();
  const made = scope.run(() => useLeaving(remove));
  if (!made) throw new Error("nothing leaves");
  return { ...made, dispose: () => scope.stop() };
}
const removed = () => remove.mock.calls.flat();

describe("what leaves", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    remove.mockReset().mockResolvedValue();
  });
  afterEach(() => vi.useRealTimers());

  it("is out of sight at once, and removed once when there is no way back any more", async () => {
    const { leaving, leave, dispose } = things();
    leave("a");
    await vi.advanceTimersByTimeAsync(7999);
    expect([[...leaving], removed()]).toEqual([["a"], []]);
    await vi.advanceTimersByTimeAsync(1);
    expect([[...leaving], removed()]).toEqual([[], ["a"]]);
    dispose();
    expect(removed()).toEqual(["a"]);
  });

  it("is out of sight until it is removed", async () => {
    let done = (): void => undefined;
    remove.mockReturnValueOnce(new Promise((resolve) => (done = resolve)));
    const { leaving, leave } = things();
    leave("a");
    await vi.advanceTimersByTimeAsync(8000);
    expect([...leaving]).toEqual(["a"]);
    done();
    await vi.advanceTimersByTimeAsync(0);
    expect([...leaving]).toEqual([]);
  });

  it("stays, each by itself", async () => {
    const { leaving, leave, stay } = things();
    leave("a");
    leave("b");
    stay("a");
    expect([...leaving]).toEqual(["b"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removed()).toEqual(["b"]);
  });

  it("is removed with its scope, unless it is held", () => {
    const { leave, hold, dispose } = things();
    for (const key of ["a", "b", "c"]) leave(key);
    hold("b");
    dispose();
    expect(removed()).toEqual(["a", "c"]);
  });

  it("has its way back anew when it goes on after it was held", async () => {
    const { leaving, leave, hold, goOn } = things();
    leave("a");
    await vi.advanceTimersByTimeAsync(5000);
    hold("a");
    await vi.advanceTimersByTimeAsync(60_000);
    expect([[...leaving], removed()]).toEqual([["a"], []]);
    await goOn("a");
    await vi.advanceTimersByTimeAsync(7999);
    expect(removed()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(removed()).toEqual(["a"]);
  });

  it("does not go on when it stays by now", async () => {
    const { leave, hold, stay, goOn } = things();
    leave("a");
    hold("a");
    stay("a");
    await goOn("a");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removed()).toEqual([]);
  });

  it("is removed at once when it goes on after its scope", async () => {
    const { leave, hold, goOn, dispose } = things();
    leave("a");
    hold("a");
    dispose();
    await goOn("a");
    expect(removed()).toEqual(["a"]);
  });
});
