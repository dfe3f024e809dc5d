/** Frames of the room socket. Times in frames are integer milliseconds since the epoch. */
import type { Playback, ProductCard, RoomDeal, RoomPin, RoomSnapshot, ShowState } from "../api/types";

export interface Danmaku {
  id: string;
  viewer_id: string;
  name: string;
  text: string;
  at: number;
  role: "viewer" | "staff";
}

export type RoomEvent =
  | { k: "pinned"; pin: RoomPin; card: ProductCard }
  | { k: "unpinned"; product_id: string }
  /** The host explains another product, or none any more. */
  | { k: "explaining"; explaining: RoomSnapshot["explaining"] }
  /** `version` orders what is said about the stock, as `stock_version` of the card. */
  | { k: "stock"; product_id: string; available: number; version?: number; variants?: Record<string, number> }
  | { k: "product"; card: ProductCard }
  | { k: "products"; cards: ProductCard[] }
  | { k: "show"; state: ShowState; title?: string; host_name?: string }
  | { k: "playback"; playback: Playback }
  /** A deal was announced, or has changed; it replaces what was known of it. */
  | { k: "deal"; deal: RoomDeal }
  | { k: "deal_over"; deal_id: string }
  | { k: "order"; buyer: string; product_id: string; quantity: number };

export interface Self {
  id: string;
  name: string;
  role: "viewer" | "staff";
}

export interface Hello {
  t: "hello";
  epoch: string;
  seq: number;
  you: Self;
  snapshot: RoomSnapshot;
  recent: Danmaku[];
}

export interface SequencedEvent {
  t: "ev";
  epoch: string;
  seq: number;
  e: RoomEvent;
}

/** Ephemeral and batched; keys are left out when unchanged. */
export interface Tick {
  t: "tick";
  danmaku?: Danmaku[];
  likes?: number;
  watching?: number;
  at: number;
}

export type ServerFrame =
  | Hello
  | SequencedEvent
  | Tick
  /** The message was taken and is `danmaku_id` in the room; a busy room may leave it out of its ticks. */
  | { t: "ack"; id: string; danmaku_id: string }
  | { t: "refused"; id?: string; code: string; message: string }
  | { t: "pong" };

export type ClientFrame =
  | { t: "danmaku"; id: string; text: string }
  | { t: "like"; n: number }
  /** `watching`: the picture plays here; watch time is counted from it. */
  | { t: "ping"; watching?: true }
  | { t: "resync" };

/** Longest message the box takes, in UTF-16 units; the server allows a little more ("rooms.too_long"). */
export const DANMAKU_LIMIT = 100;

export const CLOSE_RESTARTING = 1012;
export const CLOSE_TICKET = 4401;
export const CLOSE_NO_ROOM = 4404;
