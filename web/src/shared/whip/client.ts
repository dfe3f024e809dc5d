/**
 * Sends a camera, a screen or a microphone to a media server by WHIP (RFC 9725), without any framework.
 *
 * Life cycle: `start()` makes the offer, posts it with the stream key as bearer, and resolves once the picture flows;
 * from then on the client comes back by itself after a loss of the network, with growing pauses, until `stop()` or
 * until the server refuses for good. `stop()` deletes the session at the server. A client is used once.
 */
import { backoff } from "@kaibo/room-client";
import { h264Only, opusOnly } from "./codecs";
import { type Counted, type Figures, type Stat, readFigures } from "./figures";
import { WhipProblem, problemOf } from "./problem";

export type WhipState = "connecting" | "live" | "reconnecting" | "stopped";

export interface WhipOptions {
  url: string;
  /** The stream key. */
  token: string;
  stream: MediaStream;
  maxKbps: number;
  maxFrameRate?: number;
  /** Problems of single tries while it reconnects, and the last one when it stops by itself. */
  onState?: (state: WhipState, problem: WhipProblem | null) => void;
  /** Every two seconds while it is live. */
  onFigures?: (figures: Figures) => void;
  /** For tests. */
  fetch?: typeof fetch;
  PeerConnection?: typeof RTCPeerConnection;
}

/** Candidates of the own machine come at once; what takes longer is not waited for. */
const GATHERING = 1500;
const CONNECTING = 12_000;
/** A short loss mends itself. */
const GRACE = 1500;
const STATS_EVERY = 2000;
/** How long the server may take to hear that a session is over. */
const PATIENCE = 1000;

export class WhipClient {
  #state: WhipState = "connecting";
  #connection: RTCPeerConnection | null = null;
  #resource: string | null = null;
  #stream: MediaStream;
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #stats: ReturnType<typeof setInterval> | undefined;
  #counted: Counted | null = null;
  #maxKbps: number;
  readonly #options: WhipOptions;

  constructor(options: WhipOptions) {
    this.#options = options;
    this.#stream = options.stream;
    this.#maxKbps = options.maxKbps;
  }

  get state(): WhipState {
    return this.#state;
  }

  /** Resolves when the picture flows; throws WhipProblem when that cannot be. */
  async start(): Promise<void> {
    globalThis.addEventListener("online", this.#online);
    try {
      await this.#connect();
    } catch (problem) {
      await this.stop();
      throw problem;
    }
  }

  async stop(): Promise<void> {
    if (this.#state === "stopped") return;
    this.#halt(null);
    await this.#forget();
  }

  /** Deletes the session while the page goes away: `keepalive` lets the request outlive it. */
  leave(): void {
    const resource = this.#resource;
    this.#resource = null;
    if (resource) void this.#ask(resource, { method: "DELETE", headers: this.#headers(), keepalive: true }).catch(() => undefined);
  }

  /** Sends other tracks from now on, without a new negotiation. */
  async useStream(stream: MediaStream): Promise<void> {
    this.#stream = stream;
    for (const transceiver of this.#connection?.getTransceivers() ?? []) {
      const { kind } = transceiver.receiver.track;
      const track = stream.getTracks().find((item) => item.kind === kind) ?? null;
      await transceiver.sender.replaceTrack(track);
    }
  }

  async setMaxKbps(kbps: number): Promise<void> {
    this.#maxKbps = kbps;
    await this.#limit();
  }

  readonly #online = (): void => {
    if (this.#state === "reconnecting") this.#again(0);
  };

  #turn(state: WhipState, problem: WhipProblem | null = null): void {
    this.#state = state;
    this.#options.onState?.(state, problem);
  }

  #headers(extra: Record<string, string> = {}): Record<string, string> {
    return { Authorization: `Bearer ${this.#options.token}`, ...extra };
  }

  readonly #ask: typeof fetch = (input, init) => (this.#options.fetch ?? globalThis.fetch)(input, init);

  async #connect(): Promise<void> {
    const connection = this.#open();
    await connection.setLocalDescription(await connection.createOffer());
    await gathered(connection);
    const answer = await this.#post(connection.localDescription?.sdp ?? "");
    if (this.#connection !== connection) {
      // Stopped while the server was answering: what it has just made is to go.
      if (this.#isStopped()) await this.#forget();
      return;
    }
    await connection.setRemoteDescription({ type: "answer", sdp: answer });
    await this.#limit();
    await established(connection);
    if (this.#connection !== connection) return;
    this.#tries = 0;
    connection.addEventListener("connectionstatechange", () => this.#watch(connection));
    this.#counted = null;
    clearInterval(this.#stats);
    this.#stats = setInterval(() => void this.#measure(connection), STATS_EVERY);
    this.#turn("live");
  }

  #open(): RTCPeerConnection {
    const Connection = this.#options.PeerConnection ?? globalThis.RTCPeerConnection;
    const connection = new Connection({ bundlePolicy: "max-bundle" });
    this.#connection = connection;
    const streams = [this.#stream];
    const video = this.#stream.getVideoTracks()[0] ?? "video";
    const audio = this.#stream.getAudioTracks()[0] ?? "audio";
    const encoding = { maxBitrate: this.#maxKbps * 1000, maxFramerate: this.#options.maxFrameRate ?? 30 };
    const picture = connection.addTransceiver(video, { direction: "sendonly", streams, sendEncodings: [encoding] });
    const sound = connection.addTransceiver(audio, { direction: "sendonly", streams });
    const codecs = h264Only(capabilities("video"));
    if (codecs.length === 0) throw new WhipProblem("no_h264");
    picture.setCodecPreferences(codecs);
    const opus = opusOnly(capabilities("audio"));
    if (opus.length > 0) sound.setCodecPreferences(opus);
    return connection;
  }

  async #post(sdp: string): Promise<string> {
    const { url } = this.#options;
    if (globalThis.location.protocol === "https:" && url.startsWith("http:") && !isLocal(url)) throw new WhipProblem("mixed");
    let response: Response;
    try {
      const headers = this.#headers({ "Content-Type": "application/sdp" });
      response = await this.#ask(url, { method: "POST", headers, body: sdp });
    } catch {
      throw new WhipProblem("unreachable");
    }
    if (!response.ok) throw await problemOf(response);
    const location = response.headers.get("Location");
    this.#resource = location ? new URL(location, response.url || url).href : null;
    return response.text();
  }

  /** The picture's size matters more than its smoothness to somebody who shows goods. */
  async #limit(): Promise<void> {
    const sender = this.#connection?.getTransceivers()[0]?.sender;
    if (!sender) return;
    const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
    parameters.degradationPreference = "maintain-resolution";
    for (const encoding of parameters.encodings) encoding.maxBitrate = this.#maxKbps * 1000;
    // Some browsers know less; the offer has the limits too.
    await sender.setParameters(parameters).catch(() => undefined);
  }

  #watch(connection: RTCPeerConnection): void {
    if (this.#connection !== connection || this.#state === "stopped") return;
    const state = connection.connectionState;
    clearTimeout(this.#grace);
    if (state === "disconnected") this.#grace = setTimeout(() => void this.#lost(null), GRACE);
    else if (state === "failed" || state === "closed") void this.#lost(null);
  }

  async #lost(problem: WhipProblem | null): Promise<void> {
    if (this.#state === "stopped") return;
    clearInterval(this.#stats);
    clearTimeout(this.#grace);
    this.#turn("reconnecting", problem);
    void this.#forget();
    const pause = problem?.retryAfter ? problem.retryAfter * 1000 : backoff(this.#tries);
    this.#tries += 1;
    this.#again(pause);
    await Promise.resolve();
  }

  #again(pause: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#reconnect(), pause);
  }

  async #reconnect(): Promise<void> {
    if (this.#state !== "reconnecting") return;
    try {
      await this.#connect();
    } catch (error) {
      const problem = error instanceof WhipProblem ? error : new WhipProblem("no_route", 0, "", String(error));
      if (this.#isStopped()) return;
      if (problem.mayPass) await this.#lost(problem);
      else {
        this.#halt(problem);
        await this.#forget();
      }
    }
  }

  // Read by a function, because the compiler takes fields for unchanged across an await.
  #isStopped(): boolean {
    return this.#state === "stopped";
  }

  #halt(problem: WhipProblem | null): void {
    globalThis.removeEventListener("online", this.#online);
    clearInterval(this.#stats);
    clearTimeout(this.#retry);
    clearTimeout(this.#grace);
    this.#turn("stopped", problem);
  }

  /** Tells the server, which need not answer, and closes the connection: in this order, or there is nothing to delete. */
  async #forget(): Promise<void> {
    const connection = this.#connection;
    const resource = this.#resource;
    this.#connection = null;
    this.#resource = null;
    if (resource) {
      const told = this.#ask(resource, { method: "DELETE", headers: this.#headers() }).catch(() => undefined);
      await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    }
    connection?.close();
  }

  async #measure(connection: RTCPeerConnection): Promise<void> {
    const report = await connection.getStats().catch(() => null);
    if (!report || this.#connection !== connection || this.#state !== "live") return;
    const { figures, counted } = readFigures(report.values() as Iterable<Stat>, this.#counted);
    const first = this.#counted === null;
    this.#counted = counted;
    if (!first) this.#options.onFigures?.(figures);
  }
}

const capabilities = (kind: "audio" | "video") => RTCRtpSender.getCapabilities(kind)?.codecs ?? [];

const isLocal = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).host);

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    if (connection.iceGatheringState === "complete") {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, GATHERING);
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    });
  });
}

function established(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new WhipProblem("no_route")), CONNECTING);
    const look = () => {
      const state = connection.connectionState;
      if (state === "connected") resolve();
      else if (state === "failed" || state === "closed") reject(new WhipProblem("no_route"));
      else return;
      clearTimeout(timer);
      connection.removeEventListener("connectionstatechange", look);
    };
    connection.addEventListener("connectionstatechange", look);
    look();
  });
}
