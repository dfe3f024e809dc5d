import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { WhepRefused, WhepSession, iceServersOf } from "./whepSession";

/** A peer connection that becomes what the test says. */
class FakePeer extends EventTarget {
  static all: FakePeer[] = [];
  static becomes = "connected";
  connectionState = "new";
  iceGatheringState = "complete";
  localDescription: { sdp: string } | null = null;
  closed = false;
  constructor(readonly configuration: RTCConfiguration) {
    super();
    FakePeer.all.push(this);
  }
  addTransceiver = () => ({ setCodecPreferences: () => undefined });
  setLocalDescription() {
    this.localDescription = { sdp: "v=0 offer" };
    return Promise.resolve();
  }
  setRemoteDescription() {
    this.connectionState = FakePeer.becomes;
    this.dispatchEvent(new Event("connectionstatechange"));
    return Promise.resolve();
  }
  close() {
    this.closed = true;
  }
}

const asked = vi.fn<typeof fetch>();
const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(status === 201 ? "v=0 answer" : "{}", { status, headers });

async function refusal(): Promise<string> {
  try {
    await WhepSession.open("http://media/live/x/whep");
    return "opened";
  } catch (error) {
    return error instanceof WhepRefused ? error.why : "another error";
  }
}

describe("a WHEP session", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakePeer.all = [];
    FakePeer.becomes = "connected";
    asked.mockReset();
    vi.stubGlobal("RTCPeerConnection", FakePeer);
    vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
    vi.stubGlobal("MediaStream", EventTarget);
    vi.stubGlobal("fetch", asked);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("posts its offer, and deletes its resource once at the end", async () => {
    asked.mockImplementation(() => Promise.resolve(answer(201, { Location: "/whep/s1" })));
    const session = await WhepSession.open("http://media/live/x/whep");
    expect(asked.mock.calls[0]?.[1]).toMatchObject({ method: "POST", body: "v=0 offer" });
    session.close();
    session.close();
    expect(asked).toHaveBeenCalledTimes(2);
    expect(asked).toHaveBeenLastCalledWith("http://media/whep/s1", { method: "DELETE", keepalive: true });
    expect(FakePeer.all[0]?.closed).toBe(true);
  });

  it.each([
    [503, "full"],
    [409, "impossible"],
    [406, "impossible"],
    [404, "unreachable"],
    [500, "unreachable"],
  ])("tells why it is refused with %i", async (status, why) => {
    asked.mockImplementation(() => Promise.resolve(answer(status)));
    expect(await refusal()).toBe(why);
    expect(FakePeer.all[0]?.closed).toBe(true);
  });

  it("is unreachable when nobody answers", async () => {
    asked.mockRejectedValue(new TypeError("no network"));
    expect(await refusal()).toBe("unreachable");
  });

  it("does not wait for ever for ICE that never completes, and takes its leave", async () => {
    FakePeer.becomes = "connecting";
    asked.mockImplementation(() => Promise.resolve(answer(201, { Location: "/whep/s2" })));
    const waiting = refusal();
    await vi.advanceTimersByTimeAsync(5100);
    expect(await waiting).toBe("unreachable");
    expect(asked).toHaveBeenLastCalledWith("http://media/whep/s2", { method: "DELETE", keepalive: true });
  });

  it("tries once more with the ICE servers that the answer names", async () => {
    FakePeer.becomes = "failed";
    asked.mockImplementation(() =>
      Promise.resolve(answer(201, { Location: "/whep/s3", Link: '<stun:stun.example>; rel="ice-server"' })),
    );
    const waiting = WhepSession.open("http://other/live/x/whep").catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(100);
    expect(await waiting).toBeInstanceOf(WhepRefused);
    expect(FakePeer.all.map((peer) => peer.configuration.iceServers)).toEqual([[], [{ urls: "stun:stun.example" }]]);
  });
});

describe("the servers that a Link header names", () => {
  it("come with their credentials", () => {
    const link =
      '<stun:stun.example.net>; rel="ice-server", ' +
      '<turn:turn.example.net?transport=udp>; rel="ice-server"; username="user"; credential="pass"; credential-type="password"';
    expect(iceServersOf(link)).toEqual([
      { urls: "stun:stun.example.net" },
      { urls: "turn:turn.example.net?transport=udp", username: "user", credential: "pass" },
    ]);
  });

  it("are no other links", () => {
    expect(iceServersOf('<https://h/ext>; rel="urn:ietf:params:whep:ext:core:layer"')).toEqual([]);
    expect(iceServersOf(null)).toEqual([]);
  });
});
