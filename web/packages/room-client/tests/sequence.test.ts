import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoomClient } from "../src/client";
import type { RoomEvent, ServerFrame } from "../src/protocol";
import { FakeSocket, clearStage, hello, joinedRoom, line, setStage, shows } from "./stage";

describe("the sequence", () => {
  let room: RoomClient;
  const events: RoomEvent[] = [];
  const title = () => room.state?.snapshot.show.title;
  const hear = (...frames: ServerFrame[]) => {
    for (const frame of frames) FakeSocket.latest.hear(frame);
  };

  beforeEach(async () => {
    setStage();
    room = await joinedRoom(hello(3));
    events.length = 0;
    room.on("event", (event) => events.push(event));
  });
  afterEach(() => {
    room.stop();
    clearStage();
  });

  it("is applied in its order, and each number once", () => {
    hear(shows(4, "four"), shows(5, "five"), shows(5, "again"), shows(4, "late"), shows(6, "six"));
    expect(title()).toBe("six");
    expect(events).toHaveLength(3);
    expect(FakeSocket.latest.of("resync")).toHaveLength(0);
  });

  it("stands still from a gap to the next greeting, and asks for that once", () => {
    hear(shows(4, "four"), shows(6, "six"), shows(5, "five"), shows(7, "seven"), { t: "tick", at: 0, likes: 9, watching: 9 });
    expect(room.state).toMatchObject({ seq: 4, snapshot: { likes: 0, watching: 0 } });
    expect(title()).toBe("four");
    expect(events).toHaveLength(1);
    expect(FakeSocket.latest.of("resync")).toHaveLength(1);
    hear(hello(7), shows(8, "eight"));
    expect(room.state?.seq).toBe(8);
    expect(title()).toBe("eight");
  });

  it("goes on with the talk in between", () => {
    hear(shows(9, "nine"), { t: "tick", at: 0, danmaku: [line("a")] });
    expect(room.talk).toEqual([line("a")]);
  });

  it("begins anew with a greeting when the room does", () => {
    hear(shows(4, "of another life", "e2"));
    expect(room.state).toMatchObject({ epoch: "e1", seq: 3 });
    expect(FakeSocket.latest.of("resync")).toHaveLength(1);
    hear(hello(0, { epoch: "e2" }), shows(1, "new", "e2"));
    expect(room.state).toMatchObject({ epoch: "e2", seq: 1 });
  });

  it("does not wait for ever for a greeting: it comes back by another socket", async () => {
    hear(shows(9, "nine"));
    // The server talks on, so the socket is not silent; only the greeting does not come.
    for (let second = 0; second < 14; second += 1) {
      hear({ t: "tick", at: 0 });
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(room.link).toBe("joined");
    await vi.advanceTimersByTimeAsync(2000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("takes what a newer server says without knowing it", () => {
    FakeSocket.latest.hearText('{"t":"tomorrow","x":1}');
    FakeSocket.latest.hearText('{"t":"ev","epoch":"e1","seq":4,"e":{"k":"tomorrow"},"extra":[]}');
    FakeSocket.latest.hearText("no frame");
    FakeSocket.latest.hearText("null");
    expect(room.state?.seq).toBe(4);
    hear(shows(5, "five"));
    expect(title()).toBe("five");
  });

  it("tells of an event after the state has changed by it, and outlives a listener that throws", () => {
    const seen: (string | undefined)[] = [];
    vi.spyOn(globalThis, "queueMicrotask").mockImplementation(() => undefined);
    room.on("event", () => {
      throw new Error("a page's own fault");
    });
    const off = room.on("event", () => seen.push(title()));
    hear(shows(4, "four"));
    off();
    hear(shows(5, "five"));
    expect(seen).toEqual(["four"]);
    vi.restoreAllMocks();
  });

  it("knows the server's time by the ticks", () => {
    hear({ t: "tick", at: Date.now() - 5000 });
    expect(room.now()).toBe(Date.now() - 5000);
  });
});
