/**
 * Tells the server how a picture plays here, so that the crew sees what viewers see. Framework-free.
 *
 *     const beacon = new PlayerBeacon({ video, source: engine, send: sendTo(show) });
 *     beacon.begin();   // a picture is wished for now: the time to its first frame runs
 *     beacon.rest();    // no picture is due any more (the show's picture is offline, another address comes)
 *     beacon.destroy(); // the player goes
 *
 * It sends a second after the first frame (or after ten seconds without one), then every ten seconds, and what is
 * left when the page is hidden or goes. It counts nothing while the page is hidden or the viewer has paused. What
 * could not be sent is added to the next report. Nobody is named: the id is a new one for each player.
 */
import { randomId } from "../random";

export type BeaconProtocol = "ll_hls" | "hls" | "whep" | "native";

/** What the sender asks of whatever plays; `null` is unknown. */
export interface BeaconSource {
  protocol(): BeaconProtocol | null;
  /** Seconds behind live. */
  latency(): number | null;
  /** Of the picture as it comes in, in kbit/s. */
  bitrate(): number | null;
}

/** One report; figures since the last one, times in milliseconds. */
export interface BeaconReport {
  player_id: string;
  protocol: BeaconProtocol;
  first_frame_ms: number | null;
  stalls: number;
  stalled_ms: number;
  played_ms: number;
  latency_ms: number | null;
  bitrate_kbps: number | null;
  dropped_frames: number;
  height: number | null;
}

/** Takes a report; `leaving` when the page goes and no answer can be waited for. False: it was not taken. */
export type BeaconSend = (report: BeaconReport, leaving: boolean) => Promise<boolean>;

export interface BeaconOptions {
  video: HTMLVideoElement;
  source: BeaconSource;
  send: BeaconSend;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

const EVERY = 10_000;
const AFTER_FIRST_FRAME = 1000;
const LONGEST = 120_000;
/** A gap shorter than this is not seen, and browsers report such when they jump to the live edge. */
const SHORTEST_STALL = 150;

type Phase = "off" | "starting" | "playing" | "stalled";

interface Counts {
  firstFrame: number | null;
  stalls: number;
  stalled: number;
  played: number;
  dropped: number;
}

const nothing = (): Counts => ({ firstFrame: null, stalls: 0, stalled: 0, played: 0, dropped: 0 });

export class PlayerBeacon {
  readonly #id = randomId();
  readonly #options: Required<BeaconOptions>;
  readonly #listening = new AbortController();
  #phase: Phase = "off";
  #since = 0;
  #wished = false;
  #seen = false;
  #waited = 0;
  /** The stall that lasts: how much of it is not booked yet, and whether it has been counted. */
  #stall = { open: 0, counted: false };
  #counts = nothing();
  #droppedBefore = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frameWatch: number | undefined;

  constructor(options: BeaconOptions) {
    this.#options = { now: () => performance.now(), ...options };
    const { video } = options;
    const { signal } = this.#listening;
    const on = (name: string, act: () => void) => video.addEventListener(name, act, { signal });
    on("playing", () => this.#playing());
    on("timeupdate", () => this.#moved());
    on("waiting", () => this.#waiting());
    on("pause", () => this.#turn("off"));
    on("play", () => this.#resume());
    on("emptied", () => (this.#droppedBefore = 0));
    document.addEventListener("visibilitychange", () => this.#visible(), { signal });
    addEventListener("pagehide", () => this.#leave(), { signal });
  }

  /** A picture is wished for from now on. Asked again while it plays, the time to a first frame begins anew. */
  begin(): void {
    this.#settle();
    this.#wished = true;
    this.#seen = false;
    this.#waited = 0;
    this.#phase = "off";
    this.#resume();
    this.#watchFrame();
    this.#later(EVERY);
  }

  /** No picture is due: what was counted is sent, and nothing more. */
  rest(): void {
    if (!this.#wished) return;
    this.#report(false);
    this.#wished = false;
    this.#turn("off");
    clearTimeout(this.#timer);
  }

  destroy(): void {
    this.rest();
    this.#listening.abort();
    if (this.#frameWatch !== undefined) this.#options.video.cancelVideoFrameCallback(this.#frameWatch);
  }

  // What the picture does

  #resume(): void {
    if (!this.#wished || document.hidden || this.#phase !== "off") return;
    // Before its first frame an element may be paused while the engine is still looking for the playlist.
    if (!this.#seen) this.#turn("starting");
    else if (!this.#options.video.paused) this.#turn("playing");
  }

  #watchFrame(): void {
    const { video } = this.#options;
    if (!("requestVideoFrameCallback" in video)) return;
    if (this.#frameWatch !== undefined) video.cancelVideoFrameCallback(this.#frameWatch);
    this.#frameWatch = video.requestVideoFrameCallback(() => this.#firstFrame());
  }

  #firstFrame(): void {
    if (!this.#wished || this.#seen) return;
    this.#settle();
    this.#seen = true;
    this.#counts.firstFrame = Math.min(LONGEST, Math.round(this.#waited));
    this.#turn(document.hidden || this.#options.video.paused ? "off" : "playing");
    this.#later(AFTER_FIRST_FRAME);
  }

  #playing(): void {
    const { video } = this.#options;
    // Sound alone has no frame to wait for.
    const hasFrames = "requestVideoFrameCallback" in video && video.videoWidth > 0;
    if (!this.#seen && !hasFrames) this.#firstFrame();
    else if (this.#seen && this.#wished && !document.hidden) this.#turn("playing");
  }

  /** Some browsers go on after a gap without saying so. */
  #moved(): void {
    if (this.#phase === "stalled" && !this.#options.video.paused) this.#turn("playing");
  }

  #waiting(): void {
    const { video } = this.#options;
    if (this.#phase === "playing" && !video.paused && !video.seeking) this.#turn("stalled");
  }

  #visible(): void {
    if (document.hidden) {
      // The last moment that every browser grants.
      this.#report(true);
      this.#turn("off");
      clearTimeout(this.#timer);
    } else if (this.#wished) {
      this.#resume();
      this.#later(EVERY);
    }
  }

  #leave(): void {
    this.#report(true);
    this.#turn("off");
    clearTimeout(this.#timer);
  }

  // What is counted

  #turn(next: Phase): void {
    this.#settle();
    if (this.#phase === "stalled" && next !== "stalled") this.#counts.played += this.#stall.open;
    if (this.#phase !== next) this.#stall = { open: 0, counted: false };
    this.#phase = next;
  }

  /** Books the time since the last turn to the phase it was spent in. */
  #settle(): void {
    const now = this.#options.now();
    const spent = Math.max(0, now - this.#since);
    if (this.#phase === "starting") this.#waited += spent;
    else if (this.#phase === "playing") this.#counts.played += spent;
    else if (this.#phase === "stalled") this.#stand(spent);
    this.#since = now;
  }

  /** Counts a stall once, however many reports it lasts, and only when it could be seen. */
  #stand(spent: number): void {
    const stall = this.#stall;
    stall.open += spent;
    if (stall.open < SHORTEST_STALL && !stall.counted) return;
    if (!stall.counted) this.#counts.stalls += 1;
    stall.counted = true;
    this.#counts.stalled += stall.open;
    stall.open = 0;
  }

  #countDropped(): void {
    const dropped = this.#options.video.getVideoPlaybackQuality().droppedVideoFrames;
    // An element that began anew counts from nothing.
    this.#counts.dropped += dropped >= this.#droppedBefore ? dropped - this.#droppedBefore : dropped;
    this.#droppedBefore = dropped;
  }

  // What is sent

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#later(EVERY);
      this.#report(false);
    }, wait);
  }

  #report(leaving: boolean): void {
    if (!this.#wished) return;
    this.#settle();
    this.#countDropped();
    const counts = this.#counts;
    const protocol = this.#options.source.protocol();
    if (protocol === null || this.#isIdle(counts)) return;
    this.#counts = nothing();
    void this.#send(protocol, counts, leaving);
  }

  /** Nothing to tell: paused or hidden all the time, or the browser waits for a tap before it plays. */
  #isIdle(counts: Counts): boolean {
    if (this.#phase === "starting") return this.#options.video.paused && this.#options.video.readyState >= 2;
    return this.#phase === "off" && counts.firstFrame === null && counts.played + counts.stalled === 0;
  }

  async #send(protocol: BeaconProtocol, counts: Counts, leaving: boolean): Promise<void> {
    const { source, video, send } = this.#options;
    const latency = source.latency();
    const bitrate = source.bitrate();
    const report: BeaconReport = {
      player_id: this.#id,
      protocol,
      first_frame_ms: counts.firstFrame,
      stalls: Math.min(1000, counts.stalls),
      stalled_ms: bounded(counts.stalled),
      played_ms: bounded(counts.played),
      latency_ms: latency === null ? null : bounded(latency * 1000),
      bitrate_kbps: bitrate === null ? null : Math.min(200_000, Math.max(0, Math.round(bitrate))),
      dropped_frames: Math.min(100_000, counts.dropped),
      height: video.videoHeight || null,
    };
    const taken = await send(report, leaving).catch(() => false);
    if (taken) return;
    const kept = this.#counts;
    kept.firstFrame ??= counts.firstFrame;
    kept.stalls += counts.stalls;
    kept.stalled += counts.stalled;
    kept.played += counts.played;
    kept.dropped += counts.dropped;
  }
}

const bounded = (milliseconds: number) => Math.min(LONGEST, Math.max(0, Math.round(milliseconds)));

/** Sends reports of a show's players to the server that the page came from. */
export function sendTo(show: string): BeaconSend {
  const url = `/api/v1/shows/${encodeURIComponent(show)}/beacons`;
  return async (report, leaving) => {
    const body = JSON.stringify(leaving ? { ...report, leaving } : report);
    if (leaving && navigator.sendBeacon(url, new Blob([body], { type: "application/json" }))) return true;
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(url, { method: "POST", headers, body, keepalive: true, credentials: "omit" });
    // Refused for another reason than the moment, it will be refused again.
    return answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429);
  };
}
