import { describe, expect, it } from "vitest";
import type { Input } from "../lib/mediaApi";
import { adviseInput, codecName } from "./inputAdvice";

const live = (health: Partial<NonNullable<Input["health"]>> = {}, changes: Partial<Input> = {}): Input =>
  ({
    role: "main",
    state: "live",
    stream_id: "str",
    protocol: "rtmp",
    video: { codec: "avc1.64001f", width: 1280, height: 720, frame_rate: 30, b_frames: false },
    audio: { codec: "mp4a.40.2", sample_rate: 48_000, channels: 2 },
    health: {
      video_kbps: 2500, audio_kbps: 128, frame_rate: 30, keyframe_interval_ms: 2000, dropped_frames: 0, duration_ms: 60_000,
      received_bytes: 0, av_drift_ms: 0, jitter_ms: 0, silent_ms: 0, part_late_ms: 0, whep_viewers: 0, ...health,
    },
    ...changes,
  }) as Input;
const calm = { bitrate: Array<number>(30).fill(2500), dropped: Array<number>(30).fill(0) };

describe("advice about an input", () => {
  it("is silent when all is well, or nothing is there", () => {
    expect(adviseInput(live(), calm)).toEqual([]);
    expect(adviseInput(live({}, { state: "offline", health: null }), calm)).toEqual([]);
  });

  it("does not judge the speed of a stream that has only just begun", () => {
    expect(adviseInput(live({ duration_ms: 900, frame_rate: 6, jitter_ms: 900, av_drift_ms: 900 }), calm)).toEqual([]);
  });

  it("names keyframes that are more than two seconds apart, but not to a browser that sets them itself", () => {
    expect(adviseInput(live({ keyframe_interval_ms: 10_000 }), calm)).toEqual([{ kind: "keyframes", seconds: 10 }]);
    expect(adviseInput(live({ keyframe_interval_ms: 10_000 }, { protocol: "whip" }), calm)).toEqual([]);
  });

  it("counts the frames dropped in the last minute only", () => {
    const dropped = [...Array<number>(40).fill(3), 3, 8];
    expect(adviseInput(live(), { ...calm, dropped })).toEqual([{ kind: "dropping", frames: 5 }]);
    expect(adviseInput(live(), { ...calm, dropped: Array<number>(40).fill(3) })).toEqual([]);
  });

  it("sees an encoder that falls behind its own rate", () => {
    expect(adviseInput(live({ frame_rate: 18 }), calm)[0]).toMatchObject({ kind: "slow_encoder", wanted: 30 });
  });

  it("sees a bit rate that collapses against the last minute", () => {
    expect(adviseInput(live({ video_kbps: 400 }), calm)).toEqual([{ kind: "unsteady" }]);
  });

  it("says how long an input has been silent, before anything else", () => {
    expect(adviseInput(live({ silent_ms: 4000, video_kbps: 0 }, { state: "stalled" }), calm)).toEqual([{ kind: "silent", seconds: 4 }]);
  });

  it("sees uneven data, and sound that is apart from the picture", () => {
    expect(adviseInput(live({ jitter_ms: 400, av_drift_ms: -300 }), calm).map((advice) => advice.kind)).toEqual(["jitter", "drift"]);
  });

  it("mentions a stream without sound, and what B-frames cost", () => {
    expect(adviseInput(live({}, { audio: null }), calm)).toEqual([{ kind: "no_sound" }]);
    const video = { codec: "avc1", width: 1, height: 1, frame_rate: 30, b_frames: true };
    expect(adviseInput(live({}, { video }), calm)).toEqual([{ kind: "b_frames" }]);
  });
});

describe("names of codecs", () => {
  it("are the ones people know", () => {
    expect(["avc1.64001f", "mp4a.40.2", "opus", "vp9"].map(codecName)).toEqual(["H.264", "AAC", "Opus", "vp9"]);
  });
});
