import { expect, it } from "vitest";
import { type Move, cancelReason, knownMove, staffOf, toneOf } from "./history";

const move = (name: string, detail = ""): Move => ({ at: "2026-03-01T08:00:00Z", move: name, actor: "system", detail });

it("names members of staff, and only them", () => {
  expect(staffOf("Mei")).toBe("Mei");
  expect(staffOf("buyer")).toBeNull();
  expect(staffOf("system")).toBeNull();
});

it("knows its own reasons to cancel from what somebody wrote", () => {
  expect(cancelReason(move("cancelled", "expired"))).toBe("expired");
  expect(cancelReason(move("cancelled", "no wish"))).toBeNull();
  expect(cancelReason(move("refund", "expired"))).toBeNull();
});

it("shows a move it does not know without colour", () => {
  expect(knownMove("teleported")).toBeNull();
  expect(toneOf("teleported")).toBe("plain");
  expect(toneOf("refund_failed")).toBe("bad");
});
