/** How a broadcast goes, from two successive reports of RTCPeerConnection.getStats(). */

export interface Figures {
  /** Video and sound as sent, kbit/s. */
  video_kbps: number;
  audio_kbps: number;
  frame_rate: number;
  width: number;
  height: number;
  /** Round trip to the server in milliseconds; null until the server has reported. */
  rtt_ms: number | null;
  /** Packets lost on the way, as the server counts them, in percent. */
  loss_percent: number | null;
  /** What keeps the encoder below its target. */
  limited_by: "none" | "cpu" | "bandwidth" | "other";
  /** What the browser believes the way up can carry, kbit/s. */
  available_kbps: number | null;
}

/** One entry of a report; only what is read here. */
export interface Stat {
  type: string;
  kind?: string;
  timestamp: number;
  bytesSent?: number;
  framesPerSecond?: number;
  frameWidth?: number;
  frameHeight?: number;
  qualityLimitationReason?: string;
  roundTripTime?: number;
  fractionLost?: number;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
}

export interface Counted {
  at: number;
  video: number;
  audio: number;
}

const LIMITS = ["none", "cpu", "bandwidth"] as const;

/** The figures since `before`, and what to hand in as `before` the next time. */
export function readFigures(report: Iterable<Stat>, before: Counted | null): { figures: Figures; counted: Counted } {
  const stats = [...report];
  const out = (kind: string) => stats.filter((stat) => stat.type === "outbound-rtp" && stat.kind === kind);
  const remote = stats.find((stat) => stat.type === "remote-inbound-rtp" && stat.kind === "video");
  const pair = stats.find((stat) => stat.type === "candidate-pair" && stat.nominated && stat.state === "succeeded");
  const [video] = out("video");
  const bytes = (kind: string) => out(kind).reduce((sum, stat) => sum + (stat.bytesSent ?? 0), 0);
  const counted = { at: video?.timestamp ?? stats[0]?.timestamp ?? 0, video: bytes("video"), audio: bytes("audio") };
  const rate = (now: number, then: number | undefined) => {
    const span = before ? counted.at - before.at : 0;
    return span > 0 && then !== undefined ? Math.max(0, ((now - then) * 8) / span) : 0;
  };
  const rtt = remote?.roundTripTime ?? pair?.currentRoundTripTime;
  const limit = LIMITS.find((item) => item === (video?.qualityLimitationReason ?? "none"));
  return {
    counted,
    figures: {
      video_kbps: rate(counted.video, before?.video),
      audio_kbps: rate(counted.audio, before?.audio),
      frame_rate: video?.framesPerSecond ?? 0,
      width: video?.frameWidth ?? 0,
      height: video?.frameHeight ?? 0,
      rtt_ms: rtt === undefined ? null : rtt * 1000,
      loss_percent: remote?.fractionLost === undefined ? null : remote.fractionLost * 100,
      limited_by: limit ?? "other",
      available_kbps: pair?.availableOutgoingBitrate === undefined ? null : pair.availableOutgoingBitrate / 1000,
    },
  };
}
