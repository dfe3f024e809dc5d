import { describe, expect, it } from "vitest";
import { readFigures } from "./figures";

const report = (timestamp: number, video: number, audio: number) => [
  { type: "outbound-rtp", kind: "video", timestamp, bytesSent: video, framesPerSecond: 30, frameWidth: 1280, frameHeight: 720, qualityLimitationReason: "cpu" },
  { type: "outbound-rtp", kind: "audio", timestamp, bytesSent: audio },
  { type: "remote-inbound-rtp", kind: "video", timestamp, roundTripTime: 0.042, fractionLost: 0.05 },
  { type: "candidate-pair", timestamp, nominated: true, state: "succeeded", availableOutgoingBitrate: 3_000_000 },
];

describe("figures of a broadcast", () => {
  it("are rates between two reports", () => {
    const { counted } = readFigures(report(10_000, 1_000_000, 50_000), null);
    const { figures } = readFigures(report(12_000, 1_625_000, 82_000), counted);
    expect(figures).toMatchObject({ video_kbps: 2500, audio_kbps: 128, rtt_ms: 42, loss_percent: 5, limited_by: "cpu", available_kbps: 3000 });
  });

  it("are not made up where nothing is known yet", () => {
    const { figures } = readFigures([], null);
    expect(figures).toMatchObject({ video_kbps: 0, rtt_ms: null, loss_percent: null, limited_by: "none" });
  });

  it("never run backwards when a connection begins anew", () => {
    expect(readFigures(report(12_000, 10, 10), { at: 10_000, video: 9e9, audio: 9e9 }).figures.video_kbps).toBe(0);
  });
});
