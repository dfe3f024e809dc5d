/**
 * The sub-second path: WebRTC by WHEP. A connection that breaks is made anew, each time a little later; when that does
 * not help, or there is no place or no way, or the line is too weak for it, it gives up and says why: HLS plays everywhere.
 */
import { Steadiness } from "./steady";
import type { Engine, EngineHost, Quality, Refusal } from "./types";
import { WhepRefused, WhepSession } from "./whepSession";

const LOOK = 1000;
/** Nothing came for so long: the connection is as good as broken. */
const SILENCE = 4000;
const MOST_RESTARTS = 3;
/** A connection that held so long is a good one: its next break counts as the first. */
const SETTLED = 60_000;
/** What no figure tells: the way from the camera's encoder to the server's network card, and to the screen. */
const UNMEASURED = 0.1;

interface Incoming extends RTCInboundRtpStreamStats {
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
}

export class WhepEngine implements Engine {
  readonly protocol = "whep";
  #session: WhepSession | null = null;
  #destroyed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #restarts = 0;
  #openedAt = 0;
  #bytes = 0;
  #heardAt = 0;
  #lookedAt = 0;
  #held = 0;
  #emitted = 0;
  #latency: number | null = null;
  #kbps: number | null = null;
  readonly #steady = new Steadiness();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(
    private readonly host: EngineHost,
    private readonly url: string,
    /** Qualities that another engine would offer; choosing one of them leaves this path. */
    others: readonly Quality[],
  ) {
    host.qualities(["auto", "source", ...others]);
    this.#timer = setInterval(() => void this.#look(), LOOK);
    void this.#open();
  }

  async #open(): Promise<void> {
    try {
      const session = await WhepSession.open(this.url);
      if (this.#destroyed) {
        session.close();
        return;
      }
      this.#begin(session);
    } catch (error) {
      if (this.#destroyed) return;
      const why = error instanceof WhepRefused ? error.why : "unreachable";
      if (why === "unreachable" && this.#restarts > 0) this.#restart();
      else this.#giveUp(why);
    }
  }

  #begin(session: WhepSession): void {
    this.#session = session;
    this.#openedAt = this.#heardAt = performance.now();
    this.#bytes = this.#held = this.#emitted = 0;
    this.#steady.pause();
    session.peer.addEventListener("connectionstatechange", () => {
      if (this.#session === session && session.peer.connectionState === "failed") this.#restart();
    });
    const { video } = this.host;
    video.srcObject = session.stream;
    void video.play().catch(() => undefined);
  }

  async #look(): Promise<void> {
    const session = this.#session;
    if (!session) return;
    const now = performance.now();
    const stats = await session.peer.getStats();
    if (this.#session !== session) return;
    let bytes = 0;
    let decoded = 0;
    let roundTrip = 0;
    for (const report of stats.values() as Iterable<RTCStats>) {
      if (report.type === "inbound-rtp") {
        const incoming = report as Incoming;
        bytes += incoming.bytesReceived ?? 0;
        if (incoming.kind === "video") {
          this.#measure(incoming);
          decoded = incoming.framesDecoded ?? 0;
        }
      } else if (report.type === "candidate-pair") {
        const pair = report as RTCIceCandidatePairStats;
        if (pair.state === "succeeded" && pair.currentRoundTripTime) roundTrip = pair.currentRoundTripTime;
      }
    }
    if (this.#latency !== null) this.#latency += roundTrip / 2;
    if (bytes > this.#bytes) {
      if (this.#bytes > 0) this.#kbps = Math.round(((bytes - this.#bytes) * 8) / (now - this.#lookedAt));
      this.#bytes = bytes;
      this.#heardAt = now;
      if (document.hidden || this.host.video.paused) this.#steady.pause();
      else if (this.#steady.note(decoded)) {
        this.#giveUp("weak");
        return;
      }
    } else if (now - this.#heardAt > SILENCE && !document.hidden) {
      this.#restart();
    }
    this.#lookedAt = now;
  }

  /** How long pictures of the last second waited in the jitter buffer. */
  #measure({ jitterBufferDelay = 0, jitterBufferEmittedCount = 0 }: Incoming): void {
    const frames = jitterBufferEmittedCount - this.#emitted;
    if (frames > 0) this.#latency = UNMEASURED + (jitterBufferDelay - this.#held) / frames;
    this.#held = jitterBufferDelay;
    this.#emitted = jitterBufferEmittedCount;
  }

  #restart(): void {
    const held = this.#session !== null && performance.now() - this.#openedAt > SETTLED;
    this.#drop();
    if (held) this.#restarts = 0;
    this.#restarts += 1;
    if (this.#restarts > MOST_RESTARTS) {
      this.#giveUp("unreachable");
      return;
    }
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open(), 250 * 4 ** (this.#restarts - 1));
  }

  #giveUp(why: Refusal): void {
    this.destroy();
    this.host.refused(why);
  }

  #drop(): void {
    this.#latency = null;
    this.#kbps = null;
    if (!this.#session) return;
    this.host.losing();
    this.#session.close();
    this.#session = null;
    this.host.video.srcObject = null;
  }

  latency(): number | null {
    return this.#latency;
  }

  bitrate(): number | null {
    return this.#kbps;
  }

  programTime(): Date | null {
    return this.#latency === null ? null : new Date(this.host.now() - this.#latency * 1000);
  }

  choose(): void {
    // One quality only: that of the source.
  }

  toLiveEdge(): void {
    // It never leaves it.
  }

  destroy(): void {
    this.#destroyed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#retry);
    this.#drop();
  }
}
