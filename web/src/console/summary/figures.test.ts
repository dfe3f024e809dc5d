import { describe, expect, it } from "vitest";
import en from "../messages/en/summary.json";
import zhCN from "../messages/zh-CN/summary.json";
import zhTW from "../messages/zh-TW/summary.json";
import { COLUMNS, MARKS, type Minute, PRODUCT_SERIES, type ProductFigures, type ProductMinutes, SERIES, bySales, change, levels, path, through, valueOf } from "./figures";

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

  it("lays what went on at one time on levels of its own, and uses a level again once it is free", () => {
    const of = (...each: [number, number | null][]) => levels(each.map(([from_ms, to_ms]) => ({ from_ms, to_ms })));
    expect(of([0, 10], [10, 20], [20, null])).toEqual([0, 0, 0]);
    expect(of([0, null], [5, 10], [7, 12], [10, 15])).toEqual([0, 1, 2, 1]);
    expect(of([5, 10], [0, 6])).toEqual([1, 0]);
    expect(of()).toEqual([]);
  });

  it("reads money of one currency, never of all together", () => {
    const minute = { at_ms: 0, online: 1, orders: 2, orders_paid: 1, gmv_paid: { TWD: 300, CNY: 7 }, danmaku: 3, likes: 4, clicks: 5 };
    expect(valueOf(minute, "gmv_paid", "TWD")).toBe(300);
    expect(valueOf(minute, "gmv_paid", "USD")).toBe(0);
    expect(valueOf(minute, "likes", "TWD")).toBe(4);
  });
});

describe("a product's figures", () => {
  const minute = (at_ms: number, clicks: number, amount: number): ProductMinutes["minutes"][number] => ({ at_ms, clicks, orders: 1, orders_paid: 1, pieces: 2, gmv_paid: { TWD: amount } });

  it("stand at their minutes, with nothing where nothing happened", () => {
    const told = [minute(60_000, 3, 500), minute(180_000, 1, 0)];
    const moments = [0, 60_000, 120_000, 180_000];
    expect(through(moments, told, "clicks", "TWD")).toEqual([0, 3, 0, 1]);
    expect(through(moments, told, "gmv_paid", "TWD")).toEqual([0, 500, 0, 0]);
    expect(through(moments, told, "gmv_paid", "CNY")).toEqual([0, 0, 0, 0]);
  });

  it("are ordered by what was paid in one currency, and else as in the tray", () => {
    const product = (product_id: string, paid: number, orders_paid = 0) => ({ product_id, gmv_paid: { TWD: paid, CNY: 100 - paid }, orders_paid, opened: 0 }) as unknown as ProductFigures;
    const tray = [product("a", 0), product("b", 7), product("c", 0), product("d", 0, 1)];
    expect(bySales(tray, "TWD").map((each) => each.product_id)).toEqual(["b", "d", "a", "c"]);
  });
});

it("has a column for every figure of a minute, also for what has a lane", () => {
  const minute: Minute = { at_ms: 0, online: 1, orders: 2, orders_paid: 1, gmv_paid: {}, danmaku: 3, likes: 4, clicks: 5 };
  expect(["at_ms", ...COLUMNS].sort()).toEqual(Object.keys(minute).sort());
  expect(COLUMNS.filter((name) => name !== "orders_paid")).toEqual(SERIES);
});

it("says what each figure is, of the show's minutes and of a product's", () => {
  for (const { summary, minute, product_minute } of [en, zhCN, zhTW]) {
    const missing = [
      ...COLUMNS.filter((name) => !(name in summary && `${name}_is` in minute)),
      ...[...PRODUCT_SERIES, "orders_paid", "pieces"].filter((name) => !(name in summary && `${name}_is` in product_minute)),
    ];
    expect(missing).toEqual([]);
  }
});

it("has a word for every kind of mark, and says what it means", () => {
  const keys = [en, zhCN, zhTW].map(({ summary, minute }) => new Set([...Object.keys(summary), ...Object.keys(minute)]));
  for (const known of keys) expect(MARKS.flatMap((kind) => [`mark_${kind}`, `mark_${kind}_is`]).filter((key) => !known.has(key))).toEqual([]);
});
