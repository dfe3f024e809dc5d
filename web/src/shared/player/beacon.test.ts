// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type BeaconReport, PlayerBeacon, sendTo } from "./beacon";

/** A <video> that does what the test says. */
class FakeVideo extends EventTarget {
  paused = false;
  seeking = false;
  readyState = 4;
  videoWidth = 1280;
  videoHeight = 720;
  dropped = 0;
  #frame: (() => void) | undefined;
  requestVideoFrameCallback(act: () => void) {
    this.#frame = act;
    return 1;
  }
  cancelVideoFrameCallback() {
    this.#frame = undefined;
  }
  getVideoPlaybackQuality() {
    return { droppedVideoFrames: this.dropped, totalVideoFrames: 0 };
  }
  showFrame() {
    this.#frame?.();
    this.#frame = undefined;
  }
  happens(name: string) {
    this.dispatchEvent(new Event(name));
  }
}

let video: FakeVideo;
let sent: { report: BeaconReport; leaving: boolean }[];
let takes: boolean;
let beacon: PlayerBeacon;
let hidden: boolean;

const wait = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const last = () => sent.at(-1)?.report;

function hide(now: boolean) {
  hidden = now;
  document.dispatchEvent(new Event("visibilitychange"));
}

function plays() {
  beacon.begin();
  video.showFrame();
}

beforeEach(() => {
  vi.useFakeTimers();
  hidden = false;
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  video = new FakeVideo();
  sent = [];
  takes = true;
  beacon = new PlayerBeacon({
    video: video as unknown as HTMLVideoElement,
    source: { protocol: () => "ll_hls", latency: () => 1.4, bitrate: () => 2500.4 },
    send: (report, leaving) => {
      sent.push({ report, leaving });
      return Promise.resolve(takes);
    },
    now: () => Date.now(),
  });
});

afterEach(() => {
  beacon.destroy();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a player's beacon", () => {
  it("is sent soon after the first frame, then every ten seconds", async () => {
    beacon.begin();
    await wait(700);
    video.showFrame();
    await wait(1000);
    expect(last()).toMatchObject({ first_frame_ms: 700, played_ms: 1000, stalls: 0, latency_ms: 1400, bitrate_kbps: 2500, height: 720 });
    await wait(10_000);
    expect(sent).toHaveLength(2);
    expect(last()).toMatchObject({ first_frame_ms: null, played_ms: 10_000 });
  });

  it("tells after ten seconds that there is no picture yet", async () => {
    video.paused = true;
    video.readyState = 0;
    beacon.begin();
    await wait(10_000);
    expect(last()).toMatchObject({ first_frame_ms: null, played_ms: 0, stalled_ms: 0 });
  });

  it("says nothing while the browser waits for a tap before it plays", async () => {
    video.paused = true;
    beacon.begin();
    await wait(30_000);
    expect(sent).toHaveLength(0);
  });

  it("counts a stall once, and the time it lasts over all reports", async () => {
    plays();
    await wait(5000);
    video.happens("waiting");
    await wait(8000);
    video.happens("playing");
    await wait(20_000);
    expect(sent.reduce((sum, { report }) => sum + report.stalls, 0)).toBe(1);
    expect(sent.reduce((sum, { report }) => sum + report.stalled_ms, 0)).toBe(8000);
  });

  it("takes a gap that nobody sees for playing", async () => {
    plays();
    await wait(1000);
    video.happens("waiting");
    await wait(100);
    video.happens("playing");
    await wait(9900);
    expect(last()).toMatchObject({ stalls: 0, stalled_ms: 0, played_ms: 10_000 });
  });

  it("does not take a pause or a jump to the live edge for a stall", async () => {
    plays();
    await wait(1000);
    video.seeking = true;
    video.happens("waiting");
    video.seeking = false;
    await wait(1000);
    video.paused = true;
    video.happens("pause");
    await wait(9000);
    expect(last()).toMatchObject({ stalled_ms: 0, played_ms: 1000 });
  });

  it("counts nothing while the page is hidden, and sends what there was when it hides", async () => {
    plays();
    await wait(4000);
    hide(true);
    expect(sent.at(-1)).toMatchObject({ leaving: true, report: { played_ms: 3000 } });
    await wait(60_000);
    hide(false);
    await wait(10_000);
    expect(last()).toMatchObject({ played_ms: 10_000 });
    expect(sent).toHaveLength(3);
  });

  it("sends what is left when the page goes, once", async () => {
    plays();
    await wait(3000);
    dispatchEvent(new Event("pagehide"));
    hide(true);
    expect(sent).toHaveLength(2);
    expect(sent.at(-1)).toMatchObject({ leaving: true, report: { played_ms: 2000 } });
  });

  it("adds what could not be sent to the next report", async () => {
    takes = false;
    beacon.begin();
    await wait(300);
    video.showFrame();
    await wait(1000);
    takes = true;
    await wait(10_000);
    expect(last()).toMatchObject({ first_frame_ms: 300, played_ms: 11_000 });
  });

  it("counts dropped frames since the last report, also when the element begins anew", async () => {
    plays();
    video.dropped = 5;
    await wait(1000);
    expect(last()).toMatchObject({ dropped_frames: 5 });
    video.happens("emptied");
    video.dropped = 2;
    await wait(10_000);
    expect(last()).toMatchObject({ dropped_frames: 2 });
  });

  it("rests while no picture is due", async () => {
    plays();
    await wait(2000);
    beacon.rest();
    expect(last()).toMatchObject({ played_ms: 1000 });
    await wait(60_000);
    expect(sent).toHaveLength(2);
  });

  it("takes sound without a picture for begun once it plays", async () => {
    video.videoWidth = 0;
    beacon.begin();
    await wait(400);
    video.happens("playing");
    await wait(1000);
    expect(last()).toMatchObject({ first_frame_ms: 400 });
  });
});

describe("sending", () => {
  const report = { player_id: "p" } as BeaconReport;

  it("goes by sendBeacon when the page leaves, and by fetch otherwise", async () => {
    const fetched = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
    const sendBeacon = vi.fn(() => true);
    Object.defineProperty(navigator, "sendBeacon", { value: sendBeacon, configurable: true });
    expect(await sendTo("spring tea")(report, true)).toBe(true);
    expect(sendBeacon).toHaveBeenCalledWith("/api/v1/shows/spring%20tea/beacons", expect.any(Blob));
    expect(await sendTo("tea")(report, false)).toBe(true);
    expect(fetched).toHaveBeenCalledWith("/api/v1/shows/tea/beacons", expect.objectContaining({ keepalive: true, credentials: "omit" }));
  });

  it("keeps what was refused for coming too often, and gives up what will never be taken", async () => {
    const answers = (status: number) => vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status }));
    answers(429);
    expect(await sendTo("tea")(report, false)).toBe(false);
    answers(422);
    expect(await sendTo("tea")(report, false)).toBe(true);
    answers(500);
    expect(await sendTo("tea")(report, false)).toBe(false);
  });
});
