import { expect, test } from "vitest";
import type { Recording, ReplayDesk } from "../lib/mediaApi";
import { isFinished } from "./useReplay";

function desk(ready: boolean, ...states: Recording["state"][]): ReplayDesk {
  return { ready, recordings: states.map((state) => ({ state })) } as ReplayDesk;
}

test("a replay that can be played is asked for until its last recording has ended", () => {
  expect(isFinished(desk(false))).toBe(false);
  expect(isFinished(desk(true, "complete", "recording"))).toBe(false);
  expect(isFinished(desk(true, "complete", "recovered", "deleted"))).toBe(true);
});
