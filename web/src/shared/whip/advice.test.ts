import { describe, expect, it } from "vitest";
import { adviseBroadcast } from "./advice";
import type { Figures } from "./figures";

const sample = (changes: Partial<Figures> = {}): Figures => ({
  video_kbps: 2500, audio_kbps: 60, frame_rate: 30, width: 1280, height: 720, rtt_ms: 20, loss_percent: 0, limited_by: "none", available_kbps: 3000, ...changes,
});
const past = (changes: Partial<Figures> = {}) => Array.from({ length: 8 }, () => sample(changes));
const kinds = (history: Figures[]) => adviseBroadcast(history, 2500).map((advice) => advice.kind);

describe("advice about a broadcast", () => {
  it("is silent when all is well, and while it is settling", () => {
    expect(kinds(past())).toEqual([]);
    expect(kinds(past({ loss_percent: 50 }).slice(0, 3))).toEqual([]);
  });

  it("names loss, a narrow way up, a busy device, few frames and a long way", () => {
    expect(kinds(past({ loss_percent: 6 }))).toEqual(["loss"]);
    expect(kinds(past({ limited_by: "bandwidth", video_kbps: 900 }))).toEqual(["slow_uplink"]);
    expect(kinds(past({ available_kbps: 800, video_kbps: 620 }))).toEqual(["slow_uplink"]);
    expect(kinds(past({ available_kbps: 800, video_kbps: 120 }))).toEqual([]);
    expect(kinds(past({ limited_by: "cpu", frame_rate: 12 }))).toEqual(["busy_device"]);
    expect(kinds(past({ frame_rate: 14 }))).toEqual(["few_frames"]);
    expect(kinds(past({ rtt_ms: 600 }))).toEqual(["long_way"]);
  });

  it("does not take one bad sample for a trend", () => {
    expect(kinds([...past(), sample({ limited_by: "cpu" })])).toEqual([]);
  });
});
