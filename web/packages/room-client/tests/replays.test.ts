/** What a real room sent for every kind of event, as the server's tests wrote it down: both sides are held to it. */
import { describe, expect, it } from "vitest";
import type { RoomSnapshot, ServerFrame } from "../src/protocol";
import { FakeSocket, joinedRoom } from "./stage";
import replays from "./replays.json";

interface Replay {
  frames: ServerFrame[];
  end: RoomSnapshot;
}

describe("a viewer who was there from the start", () => {
  it.each(Object.entries(replays as unknown as Record<string, Replay>))("holds what a newcomer gets: %s", async (_, replay) => {
    const [hello, ...rest] = replay.frames;
    if (hello?.t !== "hello") throw new Error("a replay begins with a greeting");
    const room = await joinedRoom(hello);
    const before = structuredClone(hello.snapshot);
    for (const frame of rest) FakeSocket.latest.hear(frame);
    expect(room.state?.snapshot).toEqual(replay.end);
    expect(hello.snapshot).toEqual(before);
    room.stop();
  });
});
