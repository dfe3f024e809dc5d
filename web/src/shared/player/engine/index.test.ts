import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { goesFast } from ".";

const offer = { hls: "a/main.m3u8", whep: "a/whep" };
const wish = { delay: "fast", quality: "auto" } as const;

describe("the sub-second path", () => {
  beforeEach(() => vi.stubGlobal("RTCPeerConnection", EventTarget));
  afterEach(() => vi.unstubAllGlobals());

  it("is taken only when it is wished for and offered", () => {
    expect(goesFast(offer, wish, null)).toBe(true);
    expect(goesFast(offer, { ...wish, delay: "smooth" }, null)).toBe(false);
    expect(goesFast({ ...offer, whep: null }, wish, null)).toBe(false);
  });

  it("is left for a quality that it does not have", () => {
    expect(goesFast(offer, { ...wish, quality: "source" }, null)).toBe(true);
    expect(goesFast(offer, { ...wish, quality: "low" }, null)).toBe(false);
    expect(goesFast(offer, { ...wish, quality: "sound" }, null)).toBe(false);
  });

  it("is not asked for again once it was refused", () => {
    expect(goesFast(offer, wish, "full")).toBe(false);
  });

  it("is none where there is no WebRTC", () => {
    vi.unstubAllGlobals();
    expect(goesFast(offer, wish, null)).toBe("RTCPeerConnection" in globalThis);
  });
});
