import { expect, it } from "vitest";
import { WELL, behavesWell, gradesWith } from "./sandbox";

it("tells good behaviour from any knob that is turned", () => {
  expect(behavesWell({ ...WELL })).toBe(true);
  expect(behavesWell({ ...WELL, webhook_copies: 2 })).toBe(false);
  expect(behavesWell({ ...WELL, is_down: true })).toBe(false);
});

it("offers a value that was set elsewhere at its place", () => {
  expect(gradesWith("latency_ms", 1500)).toEqual([0, 500, 1500, 2000, 5000, 10_000]);
  expect(gradesWith("webhook_copies", 2)).toEqual([1, 2, 3, 5]);
});
