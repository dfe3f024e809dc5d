import { describe, expect, it } from "vitest";
import { type Situation, salesAlarmsOf } from "./salesAlarms";

const now = Date.parse("2026-11-28T12:00:00Z");
const calm: Situation = { pinned: [], marks: new Map(), online: [100, 100, 100], watching: 100, orders: [], now };
const order = (state: string, minutesAgo: number) => ({ created_at: new Date(now - minutesAgo * 60_000).toISOString(), payment: { state } }) as Situation["orders"][number];
/** A product with variants of so many units each, by the variant's value; without a value there is but one. */
const card = (id: string, title: string, left: Record<string, number>) => {
  const variants = Object.entries(left).map(([value, available]) => ({ id: `${id}${value}`, values: value ? [value] : [], available }));
  return { id, title, available: variants.reduce((sum, one) => sum + one.available, 0), variants } as unknown as Situation["pinned"][number];
};
const kinds = (more: Partial<Situation>) => salesAlarmsOf({ ...calm, ...more }).map((alarm) => alarm.id);

describe("the desk", () => {
  it("is silent while all goes well", () => {
    expect(kinds({ pinned: [card("a", "Tea", { "": 6 })], marks: new Map([["a", 5]]) })).toEqual([]);
  });

  it("tells of what is pinned and nearly or wholly gone", () => {
    const pinned = [card("a", "Tea", { "": 5 }), card("b", "Cup", { "": 0 })];
    expect(salesAlarmsOf({ ...calm, pinned, marks: new Map([["a", 5]]) })).toEqual([
      { id: "stock_low:a", kind: "stock_low", title: "Tea", count: 5 },
      { id: "sold_out:b", kind: "sold_out", title: "Cup" },
    ]);
  });

  it("goes by each variant's own mark, and tells of each by itself: what is gone, then what is nearest to its end", () => {
    const pinned = [card("a", "Tea", { red: 20, blue: 30, black: 9, gone: 0 }), card("b", "Cup", { "": 1 })];
    const marks = new Map([["ared", 25], ["ablue", 25], ["ablack", 10], ["agone", 10], ["b", 0]]);
    expect(salesAlarmsOf({ ...calm, pinned, marks })).toEqual([
      { id: "variant_sold_out:agone", kind: "variant_sold_out", title: "Tea · gone" },
      { id: "stock_low:ablack", kind: "stock_low", title: "Tea · black", count: 9 },
      { id: "stock_low:ared", kind: "stock_low", title: "Tea · red", count: 20 },
    ]);
  });

  it("tells once of a product of which nothing is left, whatever was told of its variants", () => {
    const marks = new Map([["ared", 5], ["ablue", 5]]);
    expect(kinds({ pinned: [card("a", "Tea", { red: 0, blue: 2 })], marks })).toEqual(["variant_sold_out:ared", "stock_low:ablue"]);
    expect(kinds({ pinned: [card("a", "Tea", { red: 0, blue: 0 })], marks })).toEqual(["sold_out:a"]);
  });

  it("tells of viewers who leave fast, and not of a small room or of a slow evening", () => {
    expect(salesAlarmsOf({ ...calm, watching: 60 })).toEqual([{ id: "leaving", kind: "leaving", share: 0.4 }]);
    expect(kinds({ watching: 71 })).toEqual([]);
    expect(kinds({ online: [19, 19], watching: 1 })).toEqual([]);
    expect(kinds({ online: [200, 100, 100, 100, 100, 100, 90], watching: 90 })).toEqual([]);
  });

  it("tells of payments that fail together, and not of those long ago or of a few among many", () => {
    const failing = [order("declined", 1), order("declined", 2), order("declined", 9)];
    expect(kinds({ orders: failing })).toEqual(["payments"]);
    expect(kinds({ orders: [...failing.slice(1), order("declined", 11)] })).toEqual([]);
    expect(kinds({ orders: [...failing, ...Array.from({ length: 7 }, () => order("captured", 3))] })).toEqual([]);
    expect(kinds({ orders: [...failing, order("pending", 1), order("pending", 1)] })).toEqual(["payments"]);
  });
});
