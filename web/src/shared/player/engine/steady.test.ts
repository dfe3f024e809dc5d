import { describe, expect, it } from "vitest";

import { Steadiness } from "./steady";

/** When it gives up, counted in seconds, or null. */
function givesUp(seconds: readonly number[], steady = new Steadiness()): number | null {
  let decoded = 0;
  steady.note(decoded);
  for (const [index, shown] of seconds.entries()) {
    decoded += shown;
    if (steady.note(decoded)) return index + 1;
  }
  return null;
}
const of = (count: number, value: number) => Array.from({ length: count }, () => value);

describe("a picture by WebRTC", () => {
  it("is kept while it runs, also with a short break and some bad seconds", () => {
    expect(givesUp([...of(30, 30), 0, 3, ...of(20, 29), ...of(4, 2), ...of(20, 30)])).toBeNull();
  });

  it("is given up when it stands still although packets come", () => {
    expect(givesUp([...of(10, 30), ...of(20, 0)])).toBe(15);
    expect(givesUp(of(20, 0))).toBe(5);
  });

  it("is given up when it stumbles on and on", () => {
    const stumbling = Array.from({ length: 10 }, () => [4, 20]).flat();
    expect(givesUp([...of(10, 30), ...stumbling])).toBe(25);
  });

  it("is judged by its own frame rate", () => {
    expect(givesUp(of(60, 5))).toBeNull();
  });

  it("is not judged by what happened while nobody looked", () => {
    const steady = new Steadiness();
    steady.note(0);
    steady.note(30);
    for (let at = 0; at < 10; at += 1) {
      steady.pause();
      expect(steady.note(30)).toBe(false);
    }
  });
});
