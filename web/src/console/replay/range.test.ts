import { describe, expect, it } from "vitest";
import { around, boundsOf, snap, stepped, withIn, withOut } from "./range";

const bounds = boundsOf([0, 2000, 4000, 6500, 8000], 9400);

describe("a range of the replay", () => {
  it("may be cut at every segment's beginning and at the end", () => {
    expect(bounds).toEqual([0, 2000, 4000, 6500, 8000, 9400]);
    expect(boundsOf([], 500)).toEqual([0, 500]);
  });

  it("snaps to the nearest of them", () => {
    expect([0, 900, 1100, 5300, 99_999, -5].map((at) => snap(bounds, at))).toEqual([0, 0, 2000, 6500, 9400, 0]);
  });

  it("steps segment by segment and stops at the ends", () => {
    expect(stepped(bounds, 4000, 1)).toBe(6500);
    expect(stepped(bounds, 4100, -1)).toBe(2000);
    expect(stepped(bounds, 9400, 5)).toBe(9400);
  });

  it("never becomes empty: the other end gives way", () => {
    const range = { in_ms: 2000, out_ms: 4000 };
    expect(withIn(range, bounds, 6600)).toEqual({ in_ms: 6500, out_ms: 8000 });
    expect(withIn(range, bounds, 99_999)).toEqual({ in_ms: 8000, out_ms: 9400 });
    expect(withOut(range, bounds, 0)).toEqual({ in_ms: 0, out_ms: 2000 });
  });

  it("is laid around a moment", () => {
    expect(around(bounds, 5000, 4000)).toEqual({ in_ms: 2000, out_ms: 6500 });
  });
});
