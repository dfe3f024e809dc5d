/** What an operator should do about an input, read from its figures. */
import { median } from "../desk/history";
import type { Input } from "../lib/mediaApi";

export type Advice =
  | { kind: "silent"; seconds: number }
  | { kind: "dropping"; frames: number }
  | { kind: "unsteady" }
  | { kind: "slow_encoder"; rate: number; wanted: number }
  | { kind: "jitter"; ms: number }
  | { kind: "drift"; ms: number }
  | { kind: "keyframes"; seconds: number }
  | { kind: "no_sound" }
  | { kind: "b_frames" };

export interface InputHistory {
  /** Video bit rate in kbit/s, one sample every two seconds, newest last. */
  bitrate: readonly number[];
  /** Frames dropped since the stream began, sampled alike. */
  dropped: readonly number[];
}

/** Keyframes further apart than this delay the first picture and every segment, in milliseconds. */
export const KEYFRAME_LIMIT = 2100;
/** Sound this far from the picture is noticed by viewers, in milliseconds. */
const DRIFT_LIMIT = 120;
const JITTER_LIMIT = 250;
const MINUTE = 30; // samples
const SETTLED = 6000; // milliseconds

/** Only worth knowing: nothing is wrong. */
export const isHint = (advice: Advice): boolean => advice.kind === "b_frames";

/** Worst first. Nothing for a stream that is not there. */
export function adviseInput(input: Input, history: InputHistory): Advice[] {
  const { health, video } = input;
  if ((input.state !== "live" && input.state !== "stalled") || !health) return [];
  const found: Advice[] = [];
  if (input.state === "stalled") found.push({ kind: "silent", seconds: health.silent_ms / 1000 });
  const lately = history.dropped.slice(-MINUTE);
  const dropped = (lately.at(-1) ?? 0) - (lately[0] ?? 0);
  if (dropped > 0) found.push({ kind: "dropping", frames: dropped });
  const usual = median(history.bitrate.slice(-MINUTE));
  const collapsed = history.bitrate.length >= 10 && usual > 300 && health.video_kbps < usual * 0.4;
  if (collapsed && input.state === "live") found.push({ kind: "unsteady" });
  // The first report covers less than it says: a stream is judged once it has run for a while.
  const settled = health.duration_ms >= SETTLED;
  if (settled && video?.frame_rate && health.frame_rate > 0 && health.frame_rate < video.frame_rate * 0.85) {
    found.push({ kind: "slow_encoder", rate: health.frame_rate, wanted: video.frame_rate });
  }
  if (settled && health.jitter_ms > JITTER_LIMIT) found.push({ kind: "jitter", ms: health.jitter_ms });
  if (settled && Math.abs(health.av_drift_ms) > DRIFT_LIMIT) found.push({ kind: "drift", ms: health.av_drift_ms });
  if (health.keyframe_interval_ms > KEYFRAME_LIMIT && input.protocol !== "whip") {
    found.push({ kind: "keyframes", seconds: health.keyframe_interval_ms / 1000 });
  }
  if (!input.audio) found.push({ kind: "no_sound" });
  if (video?.b_frames) found.push({ kind: "b_frames" });
  return found;
}

/** "H.264" for an RFC 6381 codec string or a plain name. */
export function codecName(codec: string): string {
  if (/^avc|h\.?264/i.test(codec)) return "H.264";
  if (/^mp4a|aac/i.test(codec)) return "AAC";
  if (/^opus/i.test(codec)) return "Opus";
  return codec;
}
