/** A room as Vue shows it: the room client of packages/room-client as reactive state, with our tickets. */
import { type Danmaku, type Link, RoomClient, type RoomEvent, type Waiting, type You } from "@kaibo/room-client";
import { onScopeDispose, ref, shallowRef } from "vue";
import type { RoomSnapshot } from "../api/types";
import { reloadOnce } from "./outdated";
import { takeTicket } from "./takeTicket";

/** Longest message the box takes, in UTF-16 units; the server allows a little more ("rooms.too_long"). */
export const DANMAKU_LIMIT = 100;

export interface RoomOptions {
  /** How many danmaku to keep; older ones fall off. */
  keep?: number;
  /** Keep lines that the crew has hidden, to mark them. */
  withHidden?: boolean;
  /** As whom to enter, for those who hold both a viewer's and a staff session. */
  role?: "viewer" | "staff";
  /** Must hold before a ticket can be taken: a viewer or staff session. */
  session?: () => Promise<unknown>;
  /** Makes a new session when the server knows nobody by the old one: signed out elsewhere, or erased. */
  anew?: () => Promise<unknown>;
  /** Whether the picture plays here now: watch time is counted from it. */
  watching?: () => boolean;
  onEvent?: (event: RoomEvent) => void;
  /** A message was turned down by the room; `message` is in the user's language. */
  onRefused?: (message: string, text: string) => void;
  /** A message did not reach the room, or nobody knows whether it did. */
  onUnsent?: (text: string) => void;
}

/** For as long as the calling scope lives. */
export function useRoom(show: string, options: RoomOptions = {}) {
  const link = ref<Link>("joining");
  const you = shallowRef<You | null>(null);
  const snapshot = shallowRef<RoomSnapshot | null>(null);
  const danmaku = shallowRef<readonly Danmaku[]>([]);
  const waiting = shallowRef<readonly Waiting[]>([]);

  const client = new RoomClient({
    keep: options.keep ?? 200,
    withHidden: options.withHidden ?? false,
    watching: options.watching ?? (() => false),
    ticket: (signal) => takeTicket(show, options, signal),
  });
  client.on("link", (value) => {
    link.value = value;
    if (value === "outdated") reloadOnce();
  });
  client.on("you", (value) => (you.value = value));
  client.on("talk", (value) => (danmaku.value = value));
  client.on("waiting", (value) => (waiting.value = value));
  client.on("event", (event) => options.onEvent?.(event));
  // Frames leave the words for a product's classes open; the API's own types name those of this server.
  client.on("state", (state) => (snapshot.value = state.snapshot as RoomSnapshot));

  /** Says it now, or as soon as the room is back; what becomes of it is told by `onRefused` and `onUnsent`. */
  async function say(text: string): Promise<void> {
    const said = await client.say(text);
    if (said.outcome === "refused") options.onRefused?.(said.message, text);
    else if (said.outcome === "unsent" && said.why !== "stopped") options.onUnsent?.(text);
  }

  client.start();
  onScopeDispose(() => client.stop());

  return {
    link,
    you,
    snapshot,
    danmaku,
    waiting,
    say,
    like: () => client.like(),
    rejoin: () => client.rejoin(),
    ping: () => client.ping(),
    /** Now by the server's clock, in milliseconds since the epoch. */
    now: () => client.now(),
  };
}

export type Room = ReturnType<typeof useRoom>;
