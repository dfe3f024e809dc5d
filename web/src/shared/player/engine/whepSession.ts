/**
 * The signalling of WHEP: one offer, one answer, one resource that is deleted at the end.
 *
 * Candidates are gathered for a bounded time and travel in the offer. ICE servers that the answer names are kept for
 * the next session, since the offer of this one has been made without them.
 */
import type { Refusal } from "./types";

const GATHER_LIMIT = 400;
const ANSWER_LIMIT = 5000;
const CONNECT_LIMIT = 5000;

export class WhepRefused extends Error {
  constructor(readonly why: Refusal) {
    super(`WHEP: ${why}`);
  }
}

const iceServers = new Map<string, RTCIceServer[]>();

/** Reads `Link: <stun:host>; rel="ice-server"; username="u"; credential="c"`. */
export function iceServersOf(link: string | null): RTCIceServer[] {
  if (!link) return [];
  return [...link.matchAll(/<([^>]+)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^;,\s]*))*)/g)].flatMap(([, url, rest]) => {
    const fields = Object.fromEntries(
      [...(rest ?? "").matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^;,\s]*))/g)].map(([, name, quoted, bare]) => [
        name?.toLowerCase(),
        quoted ?? bare ?? "",
      ]),
    ) as Record<string, string | undefined>;
    if (!url || fields["rel"] !== "ice-server") return [];
    const { username, credential } = fields;
    return [{ urls: url, ...(username === undefined ? {} : { username }), ...(credential === undefined ? {} : { credential }) }];
  });
}

export class WhepSession {
  #resource: string | null = null;
  #closed = false;

  private constructor(
    readonly peer: RTCPeerConnection,
    readonly stream: MediaStream,
  ) {}

  /** Resolves when pictures can come. Throws {@link WhepRefused}. */
  static async open(url: string): Promise<WhepSession> {
    const origin = new URL(url, location.href).origin;
    const known = iceServers.get(origin);
    const peer = new RTCPeerConnection({ iceServers: known ?? [], bundlePolicy: "max-bundle" });
    const session = new WhepSession(peer, new MediaStream());
    try {
      await session.#negotiate(url, origin);
      await session.#connected();
      return session;
    } catch (error) {
      session.close();
      // It may do with the servers that the answer has just named.
      if (!known && iceServers.has(origin) && unreachable(error)) return await WhepSession.open(url);
      throw error instanceof WhepRefused ? error : new WhepRefused("unreachable");
    }
  }

  async #negotiate(url: string, origin: string): Promise<void> {
    const { peer } = this;
    peer.addEventListener("track", ({ track }) => this.stream.addTrack(track));
    prefer(peer.addTransceiver("video", { direction: "recvonly" }), "video", "video/H264");
    prefer(peer.addTransceiver("audio", { direction: "recvonly" }), "audio", "audio/opus");
    await peer.setLocalDescription();
    await gathered(peer);
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/sdp", Accept: "application/sdp" },
      body: peer.localDescription?.sdp ?? "",
      signal: AbortSignal.timeout(ANSWER_LIMIT),
    });
    if (answer.status !== 201) throw new WhepRefused(whyOf(answer.status));
    const resource = answer.headers.get("Location");
    this.#resource = resource ? new URL(resource, answer.url || url).href : null;
    const servers = iceServersOf(answer.headers.get("Link"));
    if (servers.length > 0) iceServers.set(origin, servers);
    await peer.setRemoteDescription({ type: "answer", sdp: await answer.text() });
  }

  #connected(): Promise<void> {
    const { peer } = this;
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => settle(), CONNECT_LIMIT);
      const settle = () => {
        clearTimeout(limit);
        peer.removeEventListener("connectionstatechange", look);
        if (peer.connectionState === "connected") resolve();
        else reject(new WhepRefused("unreachable"));
      };
      const look = () => {
        if (peer.connectionState !== "new" && peer.connectionState !== "connecting") settle();
      };
      peer.addEventListener("connectionstatechange", look);
      look();
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.peer.close();
    // `keepalive` lets the farewell out although the page goes.
    if (this.#resource) void fetch(this.#resource, { method: "DELETE", keepalive: true }).catch(() => undefined);
  }
}

const unreachable = (error: unknown) => error instanceof WhepRefused && error.why === "unreachable";

function whyOf(status: number): Refusal {
  if (status === 503 || status === 429) return "full";
  if (status === 404 || status >= 500) return "unreachable";
  return "impossible";
}

/** The codec that is served comes first; browsers that cannot say so ask for all. */
function prefer(transceiver: RTCRtpTransceiver, kind: "audio" | "video", type: string): void {
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  const wanted = codecs.filter((codec) => codec.mimeType.toLowerCase() === type.toLowerCase());
  const rest = codecs.filter((codec) => !wanted.includes(codec));
  if (wanted.length > 0) transceiver.setCodecPreferences([...wanted, ...rest]);
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(limit);
      peer.removeEventListener("icegatheringstatechange", look);
      resolve();
    };
    const look = () => peer.iceGatheringState === "complete" && done();
    const limit = setTimeout(done, GATHER_LIMIT);
    peer.addEventListener("icegatheringstatechange", look);
  });
}
