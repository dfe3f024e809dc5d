import { describe, expect, it } from "vitest";

import { ServerClock } from "./clock";

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
});
