import type { Show } from "@shared/api/types";

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

export const emptyShow = (): ShowForm => ({ title: "", description: "", host_name: "", starts_at: "", slug: "", access: "public", product_ids: [] });

export const formOfShow = (show: Show): ShowForm => ({
  title: show.title,
  description: show.description,
  host_name: show.host_name,
  starts_at: show.starts_at ? toLocalInput(new Date(show.starts_at)) : "",
  slug: show.slug,
  access: show.access,
  product_ids: [...show.product_ids],
});

/** "2026-11-28T20:00" in the zone of the device. */
export function toLocalInput(at: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that a local input means, or null when it is empty or no time. */
export function fromLocalInput(text: string): string | null {
  const at = new Date(text);
  return text && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** The server's rule for addresses, so that a wrong one is told while typing. */
export const isSlug = (text: string): boolean => /^[a-z0-9](?:[a-z0-9-]{1,57}[a-z0-9])$/.test(text);
