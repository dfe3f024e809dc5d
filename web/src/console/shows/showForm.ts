import type { Show } from "@shared/api/types";
import { dayKey } from "./calendar";

export interface ShowForm {
  [field: string]: string | string[];
  title: string;
  description: string;
  host_name: string;
  /** As `<input type="datetime-local">` has it, in the zone of the device. */
  starts_at: string;
  slug: string;
  access: string;
  product_ids: string[];
}

/** A show that is to be planned; `on` is a day such as "2026-11-28", whose evening is proposed. */
export const emptyShow = (on = ""): ShowForm => ({ title: "", description: "", host_name: "", starts_at: on && `${on}T20:00`, slug: "", access: "public", product_ids: [] });

export const formOfShow = (show: Show): ShowForm => ({
  title: show.title,
  description: show.description,
  host_name: show.host_name,
  starts_at: show.starts_at ? toLocalInput(new Date(show.starts_at)) : "",
  slug: show.slug,
  access: show.access,
  product_ids: [...show.product_ids],
});

const WEEK = 7;

/** The next show like this one: the same in all but its address, on the same weekday and hour, as soon as that comes. */
export function formOfNext(show: Show, now: Date = new Date()): ShowForm {
  const began = show.starts_at ?? show.on_air_at;
  if (!began) return { ...formOfShow(show), slug: "" };
  const next = new Date(began);
  // By the calendar, so that the hour stays when clocks are changed.
  while (next <= now) next.setDate(next.getDate() + WEEK);
  if (next.getTime() === new Date(began).getTime()) next.setDate(next.getDate() + WEEK);
  return { ...formOfShow(show), slug: "", starts_at: toLocalInput(next) };
}

/** "2026-11-28T20:00" in the zone of the device. */
export function toLocalInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${dayKey(at)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that a local input means, or null when it is empty or no time. */
export function fromLocalInput(text: string): string | null {
  const at = new Date(text);
  return text && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** The server's rule for addresses, so that a wrong one is told while typing. */
export const isSlug = (text: string): boolean => /^[a-z0-9](?:[a-z0-9-]{1,57}[a-z0-9])$/.test(text);
