import { onScopeDispose, ref, shallowRef } from "vue";
import { api, unwrap } from "../api/client";
import type { RoomSnapshot } from "../api/types";
import { randomId } from "../random";
import { ServerClock } from "./clock";
import { type Link, RoomConnection } from "./connection";
import type { Danmaku, RoomEvent, Self } from "./protocol";
import { withNew } from "./talk";

export interface RoomOptions {
  /** How many danmaku to keep; older ones fall off. */
  keep?: number;
  /** As whom to enter, for those who hold both a viewer's and a staff session. */
  role?: "viewer" | "staff";
  /** Must hold before a ticket can be taken: a viewer or staff session. */
  session?: () => Promise<unknown>;
  onEvent?: (event: RoomEvent) => void;
  onDanmaku?: (items: Danmaku[]) => void;
  /** Whether the picture plays here now: watch time is counted from it. */
  watching?: () => boolean;
  /** A message or like was turned down; `message` is in the user's language. */
  onRefused?: (code: string, message: string, text: string | undefined) => void;
}

/** Most likes in one frame; the server takes no more. */
const LIKES_PER_FRAME = 50;

/** A room as reactive state, for as long as the calling scope lives. Likes are gathered and sent in batches. */
export function useRoom(show: string, options: RoomOptions = {}) {
  const keep = options.keep ?? 200;
  const link = ref<Link>("joining");
  const you = shallowRef<Self | null>(null);
  const snapshot = shallowRef<RoomSnapshot | null>(null);
  const danmaku = shallowRef<readonly Danmaku[]>([]);
  const clock = new ServerClock();
  const waiting = new Map<string, string>();
  let likesToSend = 0;
  let likeTimer: ReturnType<typeof setTimeout> | undefined;

  /** Own messages are shown by their acknowledgement, since a busy room shows only a sample of all. */
  function acknowledged(id: string, danmakuId: string): void {
    const text = waiting.get(id);
    waiting.delete(id);
    const self = you.value;
    if (text === undefined || !self) return;
    const own = { id: danmakuId, viewer_id: self.id, name: self.name, text, at: Date.now(), role: self.role };
    danmaku.value = withNew(danmaku.value, [own], keep);
  }

  const connection = new RoomConnection(
    async () => {
      await options.session?.();
      return unwrap(
        api.POST("/api/v1/rooms/{show}/tickets", {
          params: { path: { show } },
          body: { role: options.role ?? null },
        }),
      );
    },
    {
      link: (value) => (link.value = value),
      you: (value) => (you.value = value),
      state: (state) => (snapshot.value = state.snapshot),
      danmaku: (items, fresh) => {
        danmaku.value = fresh ? items.slice(-keep) : withNew(danmaku.value, items, keep);
        if (!fresh) options.onDanmaku?.(items);
      },
      event: (event) => options.onEvent?.(event),
      ack: acknowledged,
      refused: (id, code, message) => {
        const text = id === undefined ? undefined : waiting.get(id);
        if (id !== undefined) waiting.delete(id);
        options.onRefused?.(code, message, text);
      },
      sentAt: (at) => clock.hear(at),
    },
    options.watching,
  );

  /** False when the room cannot be reached now: keep the text. */
  function say(text: string): boolean {
    const id = randomId().slice(0, 16);
    const sent = connection.send({ t: "danmaku", id, text });
    if (sent) waiting.set(id, text);
    return sent;
  }

  function like(): void {
    likesToSend += 1;
    likeTimer ??= setTimeout(() => {
      likeTimer = undefined;
      // Presses beyond the bound are joy, not data.
      connection.send({ t: "like", n: Math.min(likesToSend, LIKES_PER_FRAME) });
      likesToSend = 0;
    }, 600);
  }

  connection.start();
  onScopeDispose(() => {
    clearTimeout(likeTimer);
    connection.stop();
  });

  return {
    link,
    you,
    snapshot,
    danmaku,
    say,
    like,
    rejoin: () => connection.rejoin(),
    ping: () => connection.ping(),
    /** Now by the server's clock, in milliseconds since the epoch. */
    now: () => clock.now(),
  };
}

export type Room = ReturnType<typeof useRoom>;
