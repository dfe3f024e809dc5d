import type { StreamStatus } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { adviseStream, codecName } from "./advice";

const live = (health: Partial<NonNullable<StreamStatus["health"]>> = {}): StreamStatus => ({
  state: "live",
  stream_id: "str",
  hls_url: "",
  video: { codec: "avc1.64001f", width: 1280, height: 720, frame_rate: 30 },
  audio: { codec: "mp4a.40.2", sample_rate: 48_000, channels: 2 },
  health: {
    video_kbps: 2500,
    audio_kbps: 128,
    frame_rate: 30,
    keyframe_interval_ms: 2000,
    dropped_frames: 0,
    duration_ms: 60_000,
    received_bytes: 0,
    ...health,
  },
  last_refusal: null,
  since: null,
});
const calm = { bitrate: Array<number>(30).fill(2500), dropped: Array<number>(30).fill(0) };

describe("advice about a stream", () => {
  it("is silent when all is well, or nothing is there", () => {
    expect(adviseStream(live(), calm)).toEqual([]);
    expect(adviseStream({ ...live(), state: "offline", health: null }, calm)).toEqual([]);
  });

  it("does not judge the speed of a stream that has only just begun", () => {
    expect(adviseStream(live({ duration_ms: 900, frame_rate: 6 }), calm)).toEqual([]);
  });

  it("names keyframes that are more than two seconds apart", () => {
    expect(adviseStream(live({ keyframe_interval_ms: 10_000 }), calm)).toEqual([{ kind: "keyframes", seconds: 10 }]);
  });

  it("counts the frames dropped in the last minute only", () => {
    const dropped = [...Array<number>(40).fill(3), 3, 8];
    expect(adviseStream(live(), { ...calm, dropped })).toEqual([{ kind: "dropping", frames: 5 }]);
    expect(adviseStream(live(), { ...calm, dropped: Array<number>(40).fill(3) })).toEqual([]);
  });

  it("sees an encoder that falls behind its own rate", () => {
    expect(adviseStream(live({ frame_rate: 18 }), calm)[0]).toMatchObject({ kind: "slow_encoder", wanted: 30 });
  });

  it("sees a bit rate that collapses against the last minute", () => {
    expect(adviseStream(live({ video_kbps: 400 }), calm)).toEqual([{ kind: "unsteady" }]);
  });

  it("mentions a stream without sound", () => {
    expect(adviseStream({ ...live(), audio: null }, calm)).toEqual([{ kind: "no_sound" }]);
  });
});

describe("names of codecs", () => {
  it("are the ones people know", () => {
    expect(codecName("avc1.64001f")).toBe("H.264");
    expect(codecName("mp4a.40.2")).toBe("AAC");
    expect(codecName("vp9")).toBe("vp9");
  });
});
