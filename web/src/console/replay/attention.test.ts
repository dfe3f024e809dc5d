import { describe, expect, it } from "vitest";
import type { AttentionPoint } from "../lib/mediaApi";
import { bestMoments, curve, pointAt } from "./attention";

const points = (count: number, peaks: Record<number, Partial<AttentionPoint>> = {}): AttentionPoint[] =>
  Array.from({ length: count }, (_, index) => ({ at_ms: index * 10_000, watching: 100, danmaku: 2, likes: 5, orders: 0, ...peaks[index] }));

describe("the curves of attention", () => {
  it("are scaled to the highest value of the whole replay", () => {
    const list = points(3, { 2: { likes: 10 } });
    expect(curve(list, "likes", { from: 0, to: 20_000 }, 100, 10)).toBe("0.0,5.0 50.0,5.0 100.0,0.0");
  });

  it("are none for what never happened", () => {
    expect(curve(points(3), "orders", { from: 0, to: 1 }, 100, 10)).toBeNull();
  });

  it("keep their peaks when there are more points than pixels", () => {
    const line = curve(points(1000, { 777: { likes: 50 } }), "likes", { from: 0, to: 9_990_000 }, 50, 10);
    expect(line?.split(" ").length).toBeLessThanOrEqual(50);
    expect(line).toContain(",0.0");
  });

  it("tell the value at a time", () => {
    expect(pointAt(points(3), 15_000)?.at_ms).toBe(10_000);
    expect(pointAt([], 0)).toBeNull();
  });
});

describe("the best moments", () => {
  it("are the peaks, best first, apart from one another, with what stood out", () => {
    const found = bestMoments(points(60, { 10: { orders: 9 }, 11: { orders: 8 }, 40: { danmaku: 30 } }));
    expect(found).toEqual([
      { at_ms: 100_000, because: "orders" },
      { at_ms: 400_000, because: "danmaku" },
    ]);
  });

  it("are none when nothing stands out", () => {
    expect(bestMoments(points(60))).toEqual([]);
    expect(bestMoments([])).toEqual([]);
  });
});
