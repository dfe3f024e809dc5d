import { describe, expect, it } from "vitest";
import { h264Only, opusOnly } from "./codecs";

const chromium = [
  { mimeType: "video/VP8" },
  { mimeType: "video/rtx", sdpFmtpLine: "apt=96" },
  { mimeType: "video/H264", sdpFmtpLine: "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f" },
  { mimeType: "video/H264", sdpFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=4d001f" },
  { mimeType: "video/H264", sdpFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f" },
  { mimeType: "video/AV1" },
];

describe("codecs of an offer", () => {
  it("are H.264 baseline alone, whole packets first, with retransmission", () => {
    expect(h264Only(chromium).map((codec) => codec.sdpFmtpLine?.slice(-25) ?? codec.mimeType)).toEqual([
      "1;profile-level-id=42001f",
      "0;profile-level-id=42e01f",
      "apt=96",
    ]);
  });

  it("are none when the browser cannot encode H.264", () => {
    expect(h264Only([{ mimeType: "video/VP8" }, { mimeType: "video/rtx" }])).toEqual([]);
  });

  it("carry sound as Opus", () => {
    expect(opusOnly([{ mimeType: "audio/G722" }, { mimeType: "audio/opus" }])).toHaveLength(1);
  });
});
