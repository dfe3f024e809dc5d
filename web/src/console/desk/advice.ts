/** What an operator should do about a stream, read from its figures. */
import type { StreamStatus } from "@shared/api/types";
import { median } from "./history";

export type Advice =
  | { kind: "keyframes"; seconds: number }
  | { kind: "slow_encoder"; rate: number; wanted: number }
  | { kind: "unsteady" }
  | { kind: "dropping"; frames: number }
  | { kind: "no_sound" };

export interface StreamHistory {
  /** Video bit rate in kbit/s, one sample every two seconds, newest last. */
  bitrate: readonly number[];
  /** Frames dropped since the stream began, sampled alike. */
  dropped: readonly number[];
}

/** Keyframes further apart than this delay the first picture and every segment, in milliseconds. */
export const KEYFRAME_LIMIT = 2100;
const MINUTE = 30; // samples
const SETTLED = 6000; // milliseconds

/** Worst first. Nothing for a stream that is not there. */
export function adviseStream(status: StreamStatus, history: StreamHistory): Advice[] {
  const { health, video } = status;
  if (status.state !== "live" || !health) return [];
  const found: Advice[] = [];
  const lately = history.dropped.slice(-MINUTE);
  const dropped = (lately.at(-1) ?? 0) - (lately[0] ?? 0);
  if (dropped > 0) found.push({ kind: "dropping", frames: dropped });
  const usual = median(history.bitrate.slice(-MINUTE));
  if (history.bitrate.length >= 10 && usual > 300 && health.video_kbps < usual * 0.4) found.push({ kind: "unsteady" });
  // The first report covers less than it says: a stream is judged once it has run for a while.
  const settled = health.duration_ms >= SETTLED;
  if (settled && video?.frame_rate && health.frame_rate > 0 && health.frame_rate < video.frame_rate * 0.85) {
    found.push({ kind: "slow_encoder", rate: health.frame_rate, wanted: video.frame_rate });
  }
  if (health.keyframe_interval_ms > KEYFRAME_LIMIT) {
    found.push({ kind: "keyframes", seconds: health.keyframe_interval_ms / 1000 });
  }
  if (!status.audio) found.push({ kind: "no_sound" });
  return found;
}

/** "H.264" for an RFC 6381 codec string or a plain name. */
export function codecName(codec: string): string {
  if (/^avc|h\.?264/i.test(codec)) return "H.264";
  if (/^mp4a|aac/i.test(codec)) return "AAC";
  return codec;
}
