import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../api/client";
import type { RoomTicket } from "../api/types";
import { backoff } from "./backoff";
import { RoomConnection, type RoomListener } from "./connection";
import type { Hello, ServerFrame } from "./protocol";

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 1;
  sent: unknown[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly url: URL) {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  hear(frame: ServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  die(code: number) {
    this.onclose?.({ code });
  }
}

const hello = (seq: number, epoch = "e1"): Hello => ({
  t: "hello",
  epoch,
  seq,
  you: { id: "v", name: "V", role: "viewer" },
  snapshot: {
    show: { id: "s", slug: "s", title: "", host_name: "", state: "on_air" },
    playback: { state: "offline", hls_url: null },
    products: [],
    pins: [],
    likes: 0,
    watching: 0,
    deals: [],
    explaining: null,
  },
  recent: [],
});

const ticket: RoomTicket = { ticket: "t", expires_at: "", path: "/ws/rooms/s?ticket=t" };
const listener = () =>
  ({
    link: vi.fn(),
    state: vi.fn(),
    you: vi.fn(),
    danmaku: vi.fn(),
    event: vi.fn(),
    ack: vi.fn(),
    refused: vi.fn(),
    sentAt: vi.fn(),
  }) satisfies RoomListener;

const latest = () => FakeSocket.all.at(-1)!;

describe("room connection", () => {
  let connection: RoomConnection;
  let playing = false;
  let heard: ReturnType<typeof listener>;
  const takeTicket = vi.fn<() => Promise<RoomTicket>>();

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeSocket);
    FakeSocket.all = [];
    takeTicket.mockReset().mockResolvedValue(ticket);
    heard = listener();
    playing = false;
    connection = new RoomConnection(takeTicket, heard, () => playing);
    connection.start();
    await vi.advanceTimersByTimeAsync(0);
  });

  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("says at once that the network is gone, and takes no words until it is back", async () => {
    latest().hear(hello(1));
    dispatchEvent(new Event("offline"));
    expect(heard.link).toHaveBeenLastCalledWith("away");
    expect(connection.send({ t: "ping" })).toBe(false);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("says with every ping whether the picture plays", async () => {
    latest().hear(hello(1));
    await vi.advanceTimersByTimeAsync(15_000);
    playing = true;
    latest().hear({ t: "pong" });
    await vi.advanceTimersByTimeAsync(15_000);
    connection.ping();
    expect(latest().sent).toEqual([{ t: "ping" }, { t: "ping", watching: true }, { t: "ping", watching: true }]);
  });

  it("joins with its ticket and hands on the snapshot", () => {
    expect(latest().url.search).toBe("?ticket=t");
    expect(latest().url.protocol).toBe("ws:");
    latest().hear(hello(3));
    expect(heard.link).toHaveBeenLastCalledWith("joined");
    expect(heard.state.mock.lastCall?.[0]).toMatchObject({ seq: 3 });
  });

  it("asks once for a resync after a gap, and takes the answer", () => {
    latest().hear(hello(3));
    latest().hear({ t: "ev", epoch: "e1", seq: 5, e: { k: "show", state: "closed" } });
    latest().hear({ t: "ev", epoch: "e1", seq: 6, e: { k: "show", state: "closed" } });
    expect(latest().sent).toEqual([{ t: "resync" }]);
    latest().hear(hello(6));
    latest().hear({ t: "ev", epoch: "e1", seq: 7, e: { k: "show", state: "closed" } });
    expect(heard.state.mock.lastCall?.[0]).toMatchObject({ seq: 7, snapshot: { show: { state: "closed" } } });
  });

  it("comes back with a new ticket when the server restarts", async () => {
    latest().hear(hello(3));
    latest().die(1012);
    expect(heard.link).toHaveBeenLastCalledWith("away");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(takeTicket).toHaveBeenCalledTimes(2);
  });

  it("takes a new ticket at once when the old one is refused", async () => {
    latest().die(4401);
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("joins anew with a new ticket after a change of name", async () => {
    latest().hear(hello(3));
    connection.rejoin();
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.all).toHaveLength(2);
    latest().hear(hello(4));
    expect(heard.state.mock.lastCall?.[0]).toMatchObject({ seq: 4 });
  });

  it("gives up only when there is no such room", async () => {
    latest().die(4404);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard.link).toHaveBeenLastCalledWith("missing");
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("leaves a socket that has gone silent", async () => {
    latest().hear(hello(1));
    await vi.advanceTimersByTimeAsync(90_000);
    expect(FakeSocket.all.length).toBeGreaterThan(1);
  });

  it("says so when a message cannot be sent", () => {
    latest().readyState = 3;
    expect(connection.send({ t: "ping" })).toBe(false);
  });
});

describe("a ticket that is refused", () => {
  it("ends in a missing room on 404", async () => {
    const heard = listener();
    const connection = new RoomConnection(() => Promise.reject(new ApiProblem(404, "x", "")), heard);
    connection.start();
    await Promise.resolve();
    await Promise.resolve();
    expect(heard.link).toHaveBeenLastCalledWith("missing");
    connection.stop();
  });
});

describe("back-off", () => {
  it("grows, is jittered, and has a ceiling", () => {
    expect(backoff(0, () => 1)).toBeLessThan(backoff(3, () => 1));
    expect(backoff(50, () => 1)).toBe(15_200);
    expect(backoff(5, () => 0)).toBe(200);
  });
});
