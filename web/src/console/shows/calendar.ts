/** A month as rows of weeks, in the zone of the device. */
import type { Show } from "@shared/api/types";

export interface Day {
  /** "2026-11-28", also the key by which shows are found. */
  key: string;
  date: Date;
  /** Of the month that is shown, and not of those around it. */
  inMonth: boolean;
}

interface WeekInfo {
  firstDay: number;
}

const two = (value: number) => String(value).padStart(2, "0");

export const dayKey = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;

/** "2026-11" of the address as the first day of that month, or of the present one. */
export function monthOf(text: string, now: Date = new Date()): Date {
  const found = /^(\d{4})-(\d{2})$/.exec(text);
  const month = Number(found?.[2]);
  if (!found || month < 1 || month > 12) return new Date(now.getFullYear(), now.getMonth(), 1);
  return new Date(Number(found[1]), month - 1, 1);
}

export const monthText = (month: Date): string => dayKey(month).slice(0, 7);

export const moved = (month: Date, by: number): Date => new Date(month.getFullYear(), month.getMonth() + by, 1);

/** The day that weeks begin with where the language is spoken: 1 is Monday, 7 Sunday. */
export function firstDayOfWeek(language: string): number {
  const locale = new Intl.Locale(language).maximize() as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
}

/** Whole weeks, so that the month's first and last day are in. */
export function weeksOf(month: Date, firstDay: number): Day[][] {
  const start = new Date(month.getFullYear(), month.getMonth(), 1);
  const before = (start.getDay() - (firstDay % 7) + 7) % 7;
  const weeks: Day[][] = [];
  for (let at = 1 - before; weeks.length === 0 || new Date(month.getFullYear(), month.getMonth(), at).getMonth() === month.getMonth(); at += 7) {
    weeks.push(
      Array.from({ length: 7 }, (_, day) => {
        const date = new Date(month.getFullYear(), month.getMonth(), at + day);
        return { key: dayKey(date), date, inMonth: date.getMonth() === month.getMonth() };
      }),
    );
  }
  return weeks;
}

/** When a show began, or is to begin. */
export function beginOf(show: Pick<Show, "on_air_at" | "starts_at">): Date | null {
  const at = show.on_air_at ?? show.starts_at;
  return at ? new Date(at) : null;
}

/** Shows by day, each day's in their order of time. */
export function byDay(shows: readonly Show[]): Map<string, Show[]> {
  const found = new Map<string, Show[]>();
  const timed = shows.flatMap((show) => {
    const at = beginOf(show);
    return at ? [{ show, at }] : [];
  });
  for (const { show, at } of timed.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const key = dayKey(at);
    found.set(key, [...(found.get(key) ?? []), show]);
  }
  return found;
}
