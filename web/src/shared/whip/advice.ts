import type { Figures } from "./figures";

/** What to do about a broadcast, worst first. */
export type WhipAdvice =
  | { kind: "loss"; percent: number }
  | { kind: "slow_uplink"; kbps: number }
  | { kind: "busy_device" }
  | { kind: "few_frames"; rate: number }
  | { kind: "long_way"; rtt: number };

/** Samples before anything is judged: encoders and bandwidth estimates begin low. */
const SETTLED = 6;
const LATELY = 4;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Whether the way up carries less than is wanted, and all of that is used. A browser that must keep the picture's
 * size does not always name the bandwidth as what limits it.
 */
function isFull(sample: Figures, wantedKbps: number): boolean {
  const room = sample.available_kbps;
  return room !== null && room < wantedKbps * 0.7 && sample.video_kbps > room * 0.6;
}

/** `history` is one sample every two seconds, newest last; `wantedKbps` what the user asked for. */
export function adviseBroadcast(history: readonly Figures[], wantedKbps: number, wantedRate = 30): WhipAdvice[] {
  const lately = history.slice(-LATELY);
  const last = lately.at(-1);
  if (history.length < SETTLED || !last) return [];
  const found: WhipAdvice[] = [];
  const loss = mean(lately.map((sample) => sample.loss_percent ?? 0));
  if (loss >= 3) found.push({ kind: "loss", percent: loss });
  const kbps = mean(lately.map((sample) => sample.video_kbps));
  const squeezed = lately.every((sample) => sample.limited_by === "bandwidth" || isFull(sample, wantedKbps));
  if (squeezed && kbps < wantedKbps * 0.7) found.push({ kind: "slow_uplink", kbps });
  if (lately.every((sample) => sample.limited_by === "cpu")) found.push({ kind: "busy_device" });
  const rate = mean(lately.map((sample) => sample.frame_rate));
  if (found.length === 0 && rate > 0 && rate < wantedRate * 0.7) found.push({ kind: "few_frames", rate });
  if ((last.rtt_ms ?? 0) > 400) found.push({ kind: "long_way", rtt: last.rtt_ms ?? 0 });
  return found;
}
