/** A show that can be seen again: what the server tells of it, and where in it one is. Times in milliseconds. */
import { ApiProblem, api, unwrap } from "@shared/api/client";
import type { CaptionTrack } from "@shared/player/captions";
import { recall, remember } from "@shared/storage";

export interface Chapter {
  at_ms: number;
  /** When the product was put back, or null: it was held up until the end. */
  end_ms: number | null;
  product_id: string;
  title: string;
  picture_url: string | null;
}

export interface Replay {
  duration_ms: number;
  playlist_url: string;
  chapters: Chapter[];
  captions: CaptionTrack[];
}

/** The replay of a show, or null when there is none (yet). */
export async function loadReplay(show: string): Promise<Replay | null> {
  try {
    return await unwrap(api.GET("/api/v1/shows/{show}/public/replay", { params: { path: { show } } }));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

/** The chapter that runs at a moment: the last one begun, or -1 before the first. */
export function chapterAt(chapters: readonly Chapter[], at: number): number {
  let found = -1;
  for (const [index, chapter] of chapters.entries()) {
    if (chapter.at_ms <= at) found = index;
  }
  return found;
}

/** The chapter whose product is held up at a moment. */
export function heldUpAt(chapters: readonly Chapter[], at: number): Chapter | null {
  const chapter = chapters[chapterAt(chapters, at)];
  return chapter && (chapter.end_ms === null || at < chapter.end_ms) ? chapter : null;
}

/** Seconds in an address: "95", "1:35" or "1:02:03" of `?t=`; null for what is no time. */
export function secondsOf(text: unknown): number | null {
  if (typeof text !== "string" || !/^\d{1,6}(?::\d{1,2}){0,2}s?$/.test(text)) return null;
  return text
    .replace("s", "")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

// Where one was: the last shows only.
const KEPT = 30;
const AT_LEAST = 10;
type Positions = [show: string, seconds: number][];
const isPositions = (value: unknown): value is Positions =>
  Array.isArray(value) &&
  value.every((item: unknown) => Array.isArray(item) && typeof item[0] === "string" && typeof item[1] === "number");

const positions = (): Positions => recall("replay.positions", isPositions) ?? [];

export function rememberPosition(show: string, seconds: number, duration: number): void {
  const others = positions().filter(([other]) => other !== show);
  const worth = seconds >= AT_LEAST && seconds <= duration - AT_LEAST;
  const list: Positions = worth ? [[show, Math.floor(seconds)], ...others] : others;
  remember("replay.positions", list.slice(0, KEPT));
}

/** Where one was in a show when it was last left; null when at its beginning or end. */
export const rememberedPosition = (show: string): number | null =>
  positions().find(([other]) => other === show)?.[1] ?? null;
