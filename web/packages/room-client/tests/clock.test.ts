import { describe, expect, it } from "vitest";

import { ServerClock } from "../src/clock";

describe("the server's clock", () => {
  it("is our own until a frame says otherwise", () => {
    expect(new ServerClock(() => 5000).now()).toBe(5000);
  });

  it("is known by the frame that came soonest", () => {
    let local = 100_000;
    const clock = new ServerClock(() => local);
    clock.hear(39_000); // 60 s ahead of the server, and a second late
    local += 1000;
    clock.hear(40_990);
    local += 1000;
    clock.hear(40_500);
    expect(clock.now()).toBe(102_000 - 60_010);
  });

  it("follows when either clock is put right", () => {
    let local = 1_000_000;
    const clock = new ServerClock(() => local);
    const later = (ms: number, ahead: number) => {
      local += ms;
      clock.hear(local - ahead);
    };
    later(0, 0);
    local += 3_600_000; // ours is set an hour ahead
    for (let tick = 0; tick < 200; tick += 1) later(1000, 3_600_000);
    expect(clock.now()).toBe(local - 3_600_000);
    local -= 7_200_000; // and two hours back
    later(1000, -3_600_000);
    expect(clock.now()).toBe(local + 3_600_000);
  });
});
