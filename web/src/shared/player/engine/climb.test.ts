import { describe, expect, it } from "vitest";

import { Climb } from "./climb";

/** The seconds at which the large picture is tried; a try shows it for `holds` seconds. */
function tries(seconds: number, holds: number, climb = new Climb()): number[] {
  const found: number[] = [];
  let largeUntil = 0;
  for (let at = 0; at < seconds; at += 1) {
    if (!climb.due(at >= largeUntil, at * 1000)) continue;
    found.push(at);
    largeUntil = at + 1 + holds;
  }
  return found;
}

describe("the way up to the large picture", () => {
  it("is tried when the small one has run well for a while", () => {
    expect(tries(20, 1000)).toEqual([15]);
  });

  it("is tried more and more rarely when it fails", () => {
    const found = tries(600, 4);
    expect(found.slice(0, 3)).toEqual([15, 50, 115]);
    expect(found.length).toBeLessThan(6);
  });

  it("is tried as soon as at first after a try that held", () => {
    expect(tries(100, 40)).toEqual([15, 71]);
  });

  it("is not tried while the small one stumbles", () => {
    const climb = new Climb();
    for (let at = 0; at < 60; at += 1) {
      if (at % 10 === 9) climb.stalled(at * 1000);
      expect(climb.due(true, at * 1000)).toBe(false);
    }
  });
});
