import { expect, it } from "vitest";
import { WELL, behavesWell, gradesWith } from "./sandbox";

it("tells good behaviour from any knob that is turned", () => {
  const well = { ...WELL, captures_when_asked: false };
  expect(behavesWell(well)).toBe(true);
  expect(behavesWell({ ...well, webhook_copies: 2 })).toBe(false);
  expect(behavesWell({ ...well, is_down: true })).toBe(false);
});

it("takes a gateway that captures when asked for one that behaves well", () => {
  expect(behavesWell({ ...WELL, captures_when_asked: true })).toBe(true);
  expect("captures_when_asked" in WELL, "so behaving well again leaves it as it is").toBe(false);
});

it("offers a value that was set elsewhere at its place", () => {
  expect(gradesWith("latency_ms", 1500)).toEqual([0, 500, 1500, 2000, 5000, 10_000]);
  expect(gradesWith("webhook_copies", 2)).toEqual([1, 2, 3, 5]);
});
