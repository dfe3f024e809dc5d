import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoomClient } from "../src/client";
import type { Said } from "../src/outbox";
import { type Danmaku, LIMITS } from "../src/protocol";
import { FakeSocket, clearStage, hello, joinedRoom, line, setStage, settled, you } from "./stage";

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const texts = () => FakeSocket.all.map((socket) => socket.of("danmaku").map((frame) => frame.text));

describe("what one says", () => {
  let room: RoomClient;
  let ends: Said[];

  const say = async (...words: string[]) => {
    for (const text of words) void room.say(text).then((said) => ends.push(said));
    await settled();
  };
  const answer = async (danmaku_id: string) => {
    const id = FakeSocket.latest.of("danmaku").at(-1)?.id ?? "";
    FakeSocket.latest.hear({ t: "ack", id, danmaku_id });
    await settled();
  };
  const back = async (greeting = hello(1)) => {
    await pass(5000);
    FakeSocket.latest.hear(greeting);
    await settled();
  };

  beforeEach(async () => {
    setStage();
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    ends = [];
    room = await joinedRoom();
  });
  afterEach(() => {
    room.stop();
    vi.restoreAllMocks();
    clearStage();
  });

  it("is shown on acknowledgement, and once, though a tick brings it again", async () => {
    const heard: Danmaku[] = [];
    room.on("lines", (lines) => heard.push(...lines));
    await say("hi");
    expect(room.waiting.map(({ text }) => text)).toEqual(["hi"]);
    expect(room.talk).toEqual([]);
    await answer("e1-1");
    expect(ends).toMatchObject([{ text: "hi", outcome: "shown", danmaku: { id: "e1-1", viewer_id: "v", name: "V" } }]);
    FakeSocket.latest.hear({ t: "tick", at: 0, danmaku: [line("e1-1", "hi", "v"), line("e1-2", "hi", "v")] });
    expect(room.talk.map(({ id }) => id)).toEqual(["e1-1", "e1-2"]);
    expect(heard.map(({ id }) => id)).toEqual(["e1-1", "e1-2"]);
    expect(room.waiting).toEqual([]);
  });

  it("ends with the room's reason when that refuses it", async () => {
    await say("fast");
    const [frame] = FakeSocket.latest.of("danmaku");
    FakeSocket.latest.hear({ t: "refused", id: frame!.id, code: "rooms.too_fast", message: "Slowly." });
    await settled();
    expect(ends).toEqual([{ text: "fast", outcome: "refused", code: "rooms.too_fast", message: "Slowly." }]);
  });

  it("waits while the room is away, and goes out once, in its order", async () => {
    FakeSocket.latest.die(1012);
    await say("one", "two");
    expect(ends).toEqual([]);
    await back();
    expect(texts()).toEqual([[], ["one", "two"]]);
    await answer("e1-2");
    expect(ends).toMatchObject([{ text: "two", outcome: "shown" }]);
  });

  it("is not said before the greeting", async () => {
    FakeSocket.latest.die(1006);
    await pass(5000);
    expect(FakeSocket.all).toHaveLength(2);
    await say("early");
    expect(texts()).toEqual([[], []]);
    FakeSocket.latest.hear(hello(1));
    expect(texts()).toEqual([[], ["early"]]);
  });

  it("waits five lines long and no longer", async () => {
    FakeSocket.latest.die(1012);
    await say("1", "2", "3", "4", "5", "6");
    expect(ends).toEqual([{ text: "6", outcome: "unsent", why: "full" }]);
  });

  it("is given back when its moment has passed", async () => {
    FakeSocket.latest.die(1012);
    await say("now!");
    await pass(60_000);
    expect(ends).toEqual([{ text: "now!", outcome: "unsent", why: "late" }]);
    await back();
    expect(texts().flat()).toEqual([]);
  });

  it("is found again when the socket broke before the answer: it is never said twice", async () => {
    await say("in  between ");
    FakeSocket.latest.die(1006);
    expect(ends).toEqual([]);
    await back(hello(1, { recent: [line("e1-8", "in between", "other"), line("e1-9", "in between", "v")] }));
    expect(ends).toMatchObject([{ outcome: "shown", danmaku: { id: "e1-9" } }]);
    expect(texts()).toEqual([["in  between "], []]);
  });

  it("may come by a tick right after the greeting", async () => {
    await say("late");
    FakeSocket.latest.die(1006);
    await back();
    FakeSocket.latest.hear({ t: "tick", at: 0, danmaku: [line("e1-9", "late", "v")] });
    await settled();
    expect(ends).toMatchObject([{ outcome: "shown" }]);
  });

  it("is shown when a tick brings it before the answer, and when the answer never comes", async () => {
    await say("quick");
    FakeSocket.latest.hear({ t: "tick", at: 0, danmaku: [line("g1-1", "quick", "v")] });
    await settled();
    expect(ends).toMatchObject([{ outcome: "shown", danmaku: { id: "g1-1" } }]);
    await answer("g1-1");
    expect(room.talk.map(({ id }) => id)).toEqual(["g1-1"]);
    FakeSocket.latest.die(1006);
    await back();
    await pass(2000);
    expect(ends).toHaveLength(1);
  });

  it("is given back when it was on its way and did not appear", async () => {
    await say("lost");
    FakeSocket.latest.die(1012);
    await back(hello(0, { epoch: "e2" }));
    await pass(2000);
    expect(ends).toEqual([{ text: "lost", outcome: "unsent", why: "lost" }]);
    expect(texts()).toEqual([["lost"], []]);
  });

  it("is not taken for the same words said before", async () => {
    await say("666");
    await answer("e1-1");
    await say("666");
    FakeSocket.latest.die(1006);
    await back(hello(1, { recent: [line("e1-1", "666", "v")] }));
    await pass(2000);
    expect(ends.map(({ outcome }) => outcome)).toEqual(["shown", "unsent"]);
  });

  it("does not pile up in front of a network that takes nothing", async () => {
    FakeSocket.latest.bufferedAmount = 20_000;
    room.like(3);
    await say("slow");
    await pass(1000);
    expect(FakeSocket.latest.sent).toEqual([]);
    FakeSocket.latest.bufferedAmount = 0;
    await pass(600);
    expect(texts()).toEqual([["slow"]]);
    expect(FakeSocket.latest.of("like")).toEqual([{ t: "like", n: 3 }]);
  });

  it("ends when the room does", async () => {
    FakeSocket.latest.die(1012);
    await say("never");
    room.stop();
    await say("after");
    expect(ends).toEqual([
      { text: "never", outcome: "unsent", why: "stopped" },
      { text: "after", outcome: "unsent", why: "stopped" },
    ]);
  });

  it("keeps the talk over a restart of the room, in which recent lines are gone", async () => {
    FakeSocket.latest.hear({ t: "tick", at: 0, danmaku: [line("a")] });
    FakeSocket.latest.die(1012);
    await back(hello(0, { epoch: "e2" }));
    expect(room.talk.map(({ id }) => id)).toEqual(["a"]);
    expect(room.you).toEqual(you);
  });
});

describe("likes", () => {
  let room: RoomClient;

  beforeEach(async () => {
    setStage();
    room = await joinedRoom();
  });
  afterEach(() => {
    room.stop();
    clearStage();
  });

  it("are gathered, and no more than the server takes", async () => {
    for (let press = 0; press < 70; press += 1) room.like();
    await pass(600);
    room.like();
    await pass(600);
    await pass(5000);
    expect(FakeSocket.latest.of("like").map(({ n }) => n)).toEqual([LIMITS.likes_per_frame, 1]);
  });

  it("wait for the room", async () => {
    FakeSocket.latest.die(1006);
    room.like(2);
    await pass(5000);
    FakeSocket.latest.hear(hello(1));
    expect(FakeSocket.latest.of("like")).toEqual([{ t: "like", n: 2 }]);
  });
});
