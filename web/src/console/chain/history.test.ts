import { describe, expect, it } from "vitest";
import { HOUR, type Point, curveOf, joined, niceTop } from "./history";

const sent = (seconds: number, video_kbps: number | null = 2000) => ({
  at: new Date(seconds * 1000).toISOString(),
  video_kbps,
  frame_rate: 30,
  jitter_ms: 5,
  players: 3,
  stalled_ratio: null,
  latency_p50_ms: null,
  first_frame_p50_ms: null,
});
const point = (seconds: number, video_kbps: number | null = 2000): Point => ({ ...sent(seconds, video_kbps), at: seconds * 1000 });
const frame = { from: 0, to: 100_000, width: 100, height: 50 };

describe("the chain's history", () => {
  it("takes in what is new, in order, and no point twice", () => {
    const known = joined([], [sent(5), sent(10)]);
    expect(joined(known, [sent(10), sent(15)]).map((one) => one.at)).toEqual([5000, 10_000, 15_000]);
  });

  it("lets go of what is older than an hour", () => {
    const known = joined([], [sent(5), sent(10)]);
    expect(joined(known, [sent(8 + HOUR / 1000)]).map((one) => one.at)).toEqual([10_000, 8000 + HOUR]);
  });

  it("ends its scale at a round number", () => {
    expect(niceTop([1900, 2300], 1000)).toBe(5000);
    expect(niceTop([0.012], 0.05)).toBe(0.05);
    expect(niceTop([], 10)).toBe(10);
  });

  it("draws no line where nothing is known", () => {
    const curve = curveOf([point(10), point(15, null), point(20), point(25)], "video_kbps", frame, 1000);
    expect(curve.lines).toEqual(["10.0,0.0 11.0,0.0", "20.0,0.0 25.0,0.0"]);
    expect(curve.areas[1]).toBe("20.0,50 20.0,0.0 25.0,0.0 25.0,50");
  });

  it("draws no line over a time without points", () => {
    const wide = { ...frame, to: 1_000_000 };
    expect(curveOf([point(10), point(15), point(500)], "video_kbps", wide, 1000).lines).toHaveLength(2);
  });
});
