/** Frames of the room socket. Times in frames are integer milliseconds since the epoch. */
import type { Pin, Playback, ProductCard, RoomSnapshot, ShowState } from "../api/types";

export interface Danmaku {
  id: string;
  viewer_id: string;
  name: string;
  text: string;
  at: number;
  role: "viewer" | "staff";
}

export type RoomEvent =
  | { k: "pinned"; pin: Pin; card: ProductCard }
  | { k: "unpinned"; product_id: string }
  | { k: "stock"; product_id: string; available: number }
  | { k: "product"; card: ProductCard }
  | { k: "products"; cards: ProductCard[] }
  | { k: "show"; state: ShowState }
  | { k: "playback"; playback: Playback }
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
  | { t: "ack"; id: string }
  | { t: "refused"; id?: string; code: string; message: string }
  | { t: "pong" };

export type ClientFrame =
  | { t: "danmaku"; id: string; text: string }
  | { t: "like"; n: number }
  | { t: "ping" }
  | { t: "resync" };

/** The longest danmaku in characters; the server has the last word ("rooms.too_long"). */
export const DANMAKU_LIMIT = 100;

export const CLOSE_RESTARTING = 1012;
export const CLOSE_TICKET = 4401;
export const CLOSE_NO_ROOM = 4404;
