import { toasts } from "@shared/ui/toast";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { useAct } from "./act";

vi.mock("@shared/api/explain", () => ({ explain: (problem: Error) => problem.message }));

function answer(): { awaited: Promise<void>; comes: () => void } {
  let comes: () => void = () => undefined;
  const awaited = new Promise<void>((resolve) => (comes = resolve));
  return {
    awaited,
    comes: () => {
      comes();
    },
  };
}

describe("what a press asks of the server", () => {
  beforeEach(() => void (toasts.value = []));

  it("is busy until all of it is answered", async () => {
    const { busy, run } = useAct();
    const [first, second] = [answer(), answer()];
    const both = [run(() => first.awaited), run(() => second.awaited)];
    expect(busy.value).toBe(true);
    first.comes();
    expect(await both[0]).toBe(true);
    expect(busy.value).toBe(true);
    second.comes();
    expect(await both[1]).toBe(true);
    expect(busy.value).toBe(false);
    expect(toasts.value).toHaveLength(0);
  });

  it("tells what went wrong, and can be pressed again", async () => {
    const { busy, run } = useAct();
    expect(await run(() => Promise.reject(new Error("It is sold out.")))).toBe(false);
    expect(toasts.value.map(({ text, kind }) => [text, kind])).toEqual([["It is sold out.", "bad"]]);
    expect(busy.value).toBe(false);
    expect(await run(() => Promise.resolve())).toBe(true);
  });
});
