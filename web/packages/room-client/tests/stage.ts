/** A room without a network: sockets that a test plays the server on. */
import { vi } from "vitest";
import { RoomClient, type RoomClientOptions } from "../src/client";
import type { Ticket } from "../src/connection";
import type { ClientFrame, Danmaku, Hello, ServerFrame } from "../src/protocol";

export class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 1;
  bufferedAmount = 0;
  sent: ClientFrame[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: URL) {
    FakeSocket.all.push(this);
  }

  static get latest(): FakeSocket {
    const latest = FakeSocket.all.at(-1);
    if (!latest) throw new Error("no socket was opened");
    return latest;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close(): void {
    this.readyState = 3;
  }

  hear(frame: ServerFrame): void {
    this.hearText(JSON.stringify(frame));
  }

  hearText(data: string): void {
    this.onmessage?.({ data });
  }

  die(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** Frames of one kind that were sent. */
  of<K extends ClientFrame["t"]>(kind: K): Extract<ClientFrame, { t: K }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { t: K }> => frame.t === kind);
  }
}

export const ticket: Ticket = { path: "/ws/rooms/s?ticket=t" };
export const takeTicket = vi.fn<() => Promise<Ticket>>();
export const BASE = "https://shop.test/s/tea";

/** Time stands still, and sockets are the test's. */
export function setStage(): void {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  takeTicket.mockReset().mockResolvedValue(ticket);
}

export function clearStage(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

export async function openedRoom(options: Partial<RoomClientOptions> = {}): Promise<RoomClient> {
  vi.stubGlobal("WebSocket", FakeSocket);
  const room = new RoomClient({ ticket: () => takeTicket(), base: BASE, ...options });
  takeTicket.mockResolvedValue(ticket);
  room.start();
  await settled();
  return room;
}

export async function joinedRoom(greeting: Hello = hello(1), options: Partial<RoomClientOptions> = {}): Promise<RoomClient> {
  const room = await openedRoom(options);
  FakeSocket.latest.hear(greeting);
  return room;
}

/** Lets what was promised come, without time passing. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

export const you = { id: "v", name: "V", role: "viewer" } as const;

export const hello = (seq: number, { epoch = "e1", recent = [] as Danmaku[] } = {}): Hello => ({
  t: "hello",
  epoch,
  seq,
  you,
  snapshot: {
    show: { id: "s", slug: "s", title: "", host_name: "", state: "on_air" },
    playback: { state: "offline", hls_url: null, whep_url: null },
    products: [],
    pins: [],
    likes: 0,
    watching: 0,
    deals: [],
    explaining: null,
    hidden: [],
    announcement: null,
  },
  recent,
});

export const shows = (seq: number, title: string, epoch = "e1"): ServerFrame => ({
  t: "ev",
  epoch,
  seq,
  e: { k: "show", state: "on_air", title },
});

export const line = (id: string, text = id, viewer_id = "other"): Danmaku => ({ id, viewer_id, name: "N", text, at: 1000, role: "viewer" });
