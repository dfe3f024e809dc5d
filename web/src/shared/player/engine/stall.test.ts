import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LagWatch } from "./stall";

describe("a picture that falls behind", () => {
  const video = { paused: false, seeking: false };
  const jumps = vi.fn();
  let behind: number | null = 0;
  let watch: LagWatch;

  beforeEach(() => {
    vi.useFakeTimers();
    video.paused = false;
    behind = 0;
    jumps.mockReset();
    watch = new LagWatch(video, () => behind, jumps);
  });
  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

  it("is left to play faster while it is a little behind", () => {
    behind = 5;
    pass(60);
    expect(jumps).not.toHaveBeenCalled();
  });

  it("goes to the live edge once it stays far behind", () => {
    behind = 8;
    pass(2);
    expect(jumps).not.toHaveBeenCalled();
    pass(1);
    expect(jumps).toHaveBeenCalledTimes(1);
  });

  it("is not moved for a moment's lateness", () => {
    behind = 8;
    pass(2);
    behind = 1;
    pass(1);
    behind = 8;
    pass(2);
    expect(jumps).not.toHaveBeenCalled();
  });

  it("does not jump all the time on a device that cannot keep up", () => {
    behind = 30;
    pass(3);
    pass(9);
    expect(jumps).toHaveBeenCalledTimes(1);
    pass(1);
    expect(jumps).toHaveBeenCalledTimes(2);
  });

  it("stays where the viewer stopped it, and where there is no live edge", () => {
    behind = 30;
    video.paused = true;
    pass(10);
    video.paused = false;
    behind = null;
    pass(10);
    expect(jumps).not.toHaveBeenCalled();
  });
});
