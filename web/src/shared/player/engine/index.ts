/** Chooses how a live picture is played here. */
import { HlsEngine } from "./hls";
import { loadHls } from "./hlsModule";
import { NativeEngine } from "./native";
import type { Engine, EngineHost, Quality, Refusal } from "./types";
import { soundBeside } from "./variants";
import { WhepEngine } from "./whep";

export type { Engine, EngineHost, Protocol, Quality, Refusal } from "./types";

/** "smooth" is HLS, about a second and a half behind; "fast" is WebRTC where it is offered, about a third of one. */
export type Delay = "smooth" | "fast";

export interface Offer {
  hls: string;
  whep: string | null;
}

export interface Wish {
  delay: Delay;
  quality: Quality;
}

/** Whether the sub-second path is taken: it has one quality only, and once refused it is not asked for again. */
export function goesFast(offer: Offer, wish: Wish, refusal: Refusal | null): boolean {
  const whole = wish.quality === "auto" || wish.quality === "source";
  return wish.delay === "fast" && whole && offer.whep !== null && refusal === null && canWebRtc();
}

const canWebRtc = () => "RTCPeerConnection" in globalThis;

export function startEngine(host: EngineHost, offer: Offer, wish: Wish, refusal: Refusal | null): Engine {
  if (offer.whep !== null && goesFast(offer, wish, refusal)) {
    return new WhepEngine(host, offer.whep, soundBeside(offer.hls) ? ["sound"] : []);
  }
  const way = wayOfHls();
  if (way === "hls.js") return new HlsEngine(host, offer.hls, wish.quality);
  return new NativeEngine(host, offer.hls, wish.quality, way === "plain");
}

/** Starts fetching the player code early; call as soon as a page knows that it will show a stream. */
export function preloadPlayer(): void {
  if (wayOfHls() === "hls.js") loadHls().catch(() => undefined);
}

/**
 * Apple's own player is better on Apple devices; Chromium also claims to play HLS, but without low latency. What has
 * no Media Source Extensions is old, and gets the playlist without the tags of low latency.
 */
function wayOfHls(): "hls.js" | "native" | "plain" {
  const itself = document.createElement("video").canPlayType("application/vnd.apple.mpegurl") !== "";
  if (itself && navigator.vendor.startsWith("Apple")) return "native";
  const sources = "MediaSource" in globalThis || "ManagedMediaSource" in globalThis;
  return sources || !itself ? "hls.js" : "plain";
}
