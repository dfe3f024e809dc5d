import { dateFormat, numberFormat } from "./formatters";

type Instant = string | number | Date;

const HALF_A_YEAR = 182 * 86_400_000;

const date = (at: Instant) => (at instanceof Date ? at : new Date(at));

/** Date and time of day in the reader's own zone. */
export function formatDateTime(at: Instant, language: string): string {
  return dateFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(date(at));
}

/** Day and time without the year, for things of these days. */
export function formatShort(at: Instant, language: string): string {
  return dateFormat(language, {
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date(at));
}

/** Time of day; seconds when asked. */
export function formatTime(at: Instant, language: string, seconds = false): string {
  return dateFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
  }).format(date(at));
}

/** Day, weekday and time of something to come: "Sat, Nov 28, 20:00"; with the year when it is half a year off. */
export function formatWhen(at: Instant, language: string, now: number = Date.now()): string {
  const far = Math.abs(date(at).getTime() - now) > HALF_A_YEAR;
  return dateFormat(language, {
    ...(far ? { year: "numeric" } : {}),
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date(at));
}

/** "3 minutes ago", "in 2 days". */
export function formatRelative(at: Instant, language: string, now: number = Date.now()): string {
  const seconds = Math.round((date(at).getTime() - now) / 1000);
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.round(seconds / length), unit);
  }
  return format.format(seconds, "second");
}

/** A length of time as a clock: 75 s -> "01:15", 3 h -> "3:00:00". Never below zero. */
export function formatClock(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A length of time in words: 161 s -> "2 min 41 sec", 3 h 5 min -> "3 hr 5 min". Never below zero. */
export function formatDuration(milliseconds: number, language: string): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const part = (value: number, unit: "hour" | "minute" | "second") => numberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const minutes = Math.floor(seconds / 60);
  const parts =
    minutes >= 60
      ? [part(Math.floor(minutes / 60), "hour"), part(minutes % 60, "minute")]
      : [...(minutes > 0 ? [part(minutes, "minute")] : []), part(seconds % 60, "second")];
  // Joined as the language joins a number and its unit.
  return parts.join(parts.some((each) => /\s/.test(each)) ? " " : "");
}

/** A day without its hour, as certificates carry it ("2027-03-01" is that day everywhere). */
export function formatDay(day: string, language: string): string {
  return dateFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(day));
}
