import { describe, expect, it } from "vitest";
import en from "../messages/en/summary.json";
import zhCN from "../messages/zh-CN/summary.json";
import zhTW from "../messages/zh-TW/summary.json";
import { MARKS, type Minute, SERIES, change, path, valueOf } from "./figures";

describe("the summary's figures", () => {
  it("compares with the previous show only where there is something to compare with", () => {
    expect(change({ value: 15, before: 10 })).toBeCloseTo(0.5);
    expect(change({ value: 15, before: 0 })).toBeNull();
    expect(change({ value: null, before: 10 })).toBeNull();
  });

  it("draws a line from edge to edge, and one of a single minute too", () => {
    expect(path([0, 10], 100, 20)).toBe("0.0,20.0 100.0,2.0");
    expect(path([0], 100, 20)).toBe("0.0,20.0");
  });

  it("reads money of one currency, never of all together", () => {
    const minute = { at_ms: 0, online: 1, orders: 2, gmv_paid: { TWD: 300, CNY: 7 }, danmaku: 3, likes: 4, clicks: 5 };
    expect(valueOf(minute, "gmv_paid", "TWD")).toBe(300);
    expect(valueOf(minute, "gmv_paid", "USD")).toBe(0);
    expect(valueOf(minute, "likes", "TWD")).toBe(4);
  });
});

it("has a lane and a column for every figure of a minute", () => {
  const minute: Minute = { at_ms: 0, online: 1, orders: 2, gmv_paid: {}, danmaku: 3, likes: 4, clicks: 5 };
  expect(["at_ms", ...SERIES].sort()).toEqual(Object.keys(minute).sort());
});

it("has a word for every kind of mark, and says what it means", () => {
  const keys = [en, zhCN, zhTW].map(({ summary, minute }) => new Set([...Object.keys(summary), ...Object.keys(minute)]));
  for (const known of keys) expect(MARKS.flatMap((kind) => [`mark_${kind}`, `mark_${kind}_is`]).filter((key) => !known.has(key))).toEqual([]);
});
