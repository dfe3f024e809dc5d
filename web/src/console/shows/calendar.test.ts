import type { Show } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { byDay, dayKey, firstDayOfWeek, monthOf, monthText, moved, weeksOf } from "./calendar";

const local = (year: number, month: number, day: number, hour = 0) => new Date(year, month - 1, day, hour);
const show = (id: string, starts: Date | null, began: Date | null = null) =>
  ({ id, starts_at: starts?.toISOString() ?? null, on_air_at: began?.toISOString() ?? null }) as Show;

describe("a month", () => {
  it("is whole weeks that begin on the day asked for", () => {
    const weeks = weeksOf(local(2026, 11, 1), 1);
    expect(weeks.map((week) => week[0]?.key)).toEqual(["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"]);
    expect(weeks.every((week) => week.length === 7)).toBe(true);
    expect(weeksOf(local(2026, 11, 1), 7)[0]?.[0]).toMatchObject({ key: "2026-11-01", inMonth: true });
  });

  it("that fills its weeks has none of its neighbours' days", () => {
    const weeks = weeksOf(local(2027, 2, 1), 1);
    expect(weeks).toHaveLength(4);
    expect(weeks.flat().every((day) => day.inMonth)).toBe(true);
  });

  it("is read from the address, and is the present one when that says nothing sensible", () => {
    const now = local(2026, 11, 27, 9);
    expect(monthText(monthOf("2027-01", now))).toBe("2027-01");
    for (const text of ["", "2027-13", "2027-00", "soon"]) expect(monthText(monthOf(text, now))).toBe("2026-11");
    expect(monthText(moved(local(2026, 12, 1), 1))).toBe("2027-01");
    expect(monthText(moved(local(2026, 1, 1), -1))).toBe("2025-12");
  });

  it("begins its weeks as the reader is used to", () => {
    expect(firstDayOfWeek("zh-TW")).toBe(7);
    expect(firstDayOfWeek("en")).toBe(7);
    expect(firstDayOfWeek("zh-CN")).toBe(1);
  });
});

it("puts a show on the day it began, else is to begin, in the order of the hours", () => {
  const found = byDay([show("late", local(2026, 11, 28, 21)), show("early", local(2026, 11, 28, 9)), show("moved", local(2026, 11, 30), local(2026, 11, 28, 12)), show("never", null)]);
  expect([...found.keys()]).toEqual([dayKey(local(2026, 11, 28))]);
  expect(found.get("2026-11-28")?.map((each) => each.id)).toEqual(["early", "moved", "late"]);
});
