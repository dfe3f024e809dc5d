/** What every way of playing a live picture can do. One engine plays one address in one <video>. */

/** Named as in the players' beacons. */
export type Protocol = "ll_hls" | "hls" | "whep" | "native";

/** "source" is the picture as the encoder sends it, "low" the smallest one, "sound" no picture at all. */
export type Quality = "auto" | "source" | "low" | "sound";

/** Why the sub-second path cannot be had; the player goes on with HLS. */
export type Refusal = "full" | "impossible" | "unreachable" | "weak";

export interface Engine {
  readonly protocol: Protocol;
  /** Seconds behind the live edge as the player knows it, or null. */
  latency(): number | null;
  /** What now plays or comes in, in kbit/s, or null. */
  bitrate(): number | null;
  /** Wall-clock time of the frame on screen, or null when nothing tells. */
  programTime(): Date | null;
  choose(quality: Quality): void;
  toLiveEdge(): void;
  destroy(): void;
}

/** What an engine tells whoever started it. */
export interface EngineHost {
  readonly video: HTMLVideoElement;
  /** The frame on screen is about to go: the picture begins anew, or ends. */
  losing(): void;
  /** The qualities that can be chosen, "auto" first; told again when they change. */
  qualities(list: readonly Quality[]): void;
  /** Only of the sub-second path: it gives up, and another engine has to take over. */
  refused(why: Refusal): void;
  /** Now by the server's clock, in milliseconds since the epoch. */
  now(): number;
}
