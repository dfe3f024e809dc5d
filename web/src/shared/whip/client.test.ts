// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WhipClient, type WhipState } from "./client";
import type { WhipProblem } from "./problem";

/** As much of RTCPeerConnection as the client touches; its state is turned by the test. */
class Peer extends EventTarget {
  static made: Peer[] = [];
  connectionState = "new";
  iceGatheringState = "complete";
  localDescription = { sdp: "offer" };
  closed = false;
  preferred: unknown[] = [];
  constructor() {
    super();
    Peer.made.push(this);
  }
  addTransceiver() {
    return { setCodecPreferences: (codecs: unknown[]) => this.preferred.push(...codecs) };
  }
  getTransceivers() {
    return [];
  }
  createOffer() {
    return Promise.resolve({});
  }
  setLocalDescription() {
    return Promise.resolve();
  }
  setRemoteDescription() {
    this.turn("connected");
    return Promise.resolve();
  }
  getStats() {
    return Promise.resolve(new Map());
  }
  turn(state: string) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
  close() {
    this.closed = true;
    this.connectionState = "closed";
  }
}

const created = () => new Response("answer", { status: 201, headers: { Location: "/whip/s1" } });
const refusal = (status: number, code: string) => Response.json({ code, detail: "No." }, { status });
const stream = { getVideoTracks: () => [], getAudioTracks: () => [], getTracks: () => [] } as unknown as MediaStream;

function client(answers: (() => Response | Error)[]) {
  const asked: string[] = [];
  const states: [WhipState, WhipProblem | null][] = [];
  const made = new WhipClient({
    url: "http://media.example:8001/whip",
    token: "sk_1",
    stream,
    maxKbps: 2500,
    onState: (state, problem) => states.push([state, problem]),
    PeerConnection: Peer as unknown as typeof RTCPeerConnection,
    fetch: (input, init) => {
      asked.push(`${init?.method ?? "GET"} ${input as string} ${(init?.headers as Record<string, string>)["Authorization"] ?? ""}`);
      const answer = init?.method === "DELETE" ? new Response(null, { status: 200 }) : (answers.shift() ?? created)();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  });
  return { made, asked, states, last: () => states.at(-1)! };
}

describe("a WHIP client", () => {
  beforeEach(() => {
    Peer.made = [];
    vi.useFakeTimers();
    vi.stubGlobal("RTCRtpSender", {
      getCapabilities: () => ({ codecs: [{ mimeType: "video/H264", sdpFmtpLine: "packetization-mode=1;profile-level-id=42e01f" }, { mimeType: "audio/opus" }] }),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("posts its offer with the key, goes live, and deletes its session at the end", async () => {
    const { made, asked, last } = client([]);
    await made.start();
    expect(last()).toEqual(["live", null]);
    await made.stop();
    expect(asked).toEqual(["POST http://media.example:8001/whip Bearer sk_1", "DELETE http://media.example:8001/whip/s1 Bearer sk_1"]);
    expect(Peer.made[0]?.closed).toBe(true);
  });

  it("says why it was refused, and is stopped", async () => {
    const { made, last } = client([() => refusal(403, "media.bad_stream_key")]);
    await expect(made.start()).rejects.toMatchObject({ reason: "refused", status: 403, code: "media.bad_stream_key" });
    expect(last()[0]).toBe("stopped");
  });

  it("says that nobody answers", async () => {
    await expect(client([() => new TypeError("failed")]).made.start()).rejects.toMatchObject({ reason: "unreachable" });
  });

  it("comes back by itself after a loss, also when the server is away for a while or still holds the old session", async () => {
    const { made, last, states } = client([created, () => new TypeError("away"), () => refusal(409, "media.already_publishing"), created]);
    await made.start();
    Peer.made[0]?.turn("failed");
    expect(last()[0]).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(last()).toEqual(["live", null]);
    expect(states.filter(([state]) => state === "reconnecting")).toHaveLength(3);
    await made.stop();
  });

  it("sits out a short interruption", async () => {
    const { made, last } = client([]);
    await made.start();
    Peer.made[0]?.turn("disconnected");
    await vi.advanceTimersByTimeAsync(1000);
    Peer.made[0]?.turn("connected");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(last()[0]).toBe("live");
    expect(Peer.made).toHaveLength(1);
    await made.stop();
  });

  it("gives up when the server refuses for good", async () => {
    const { made, last } = client([created, () => refusal(403, "media.show_over")]);
    await made.start();
    Peer.made[0]?.turn("failed");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(last()[0]).toBe("stopped");
    expect(last()[1]).toMatchObject({ code: "media.show_over" });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(Peer.made).toHaveLength(2);
  });
});
