/** What stands in a multivariant playlist of the built-in media server, beside which its other playlists lie. */
import type { Quality } from "./types";

const MAIN = /\/main\.m3u8(?=$|\?)/;

const beside = (url: string, name: string): string | null => (MAIN.test(url) ? url.replace(MAIN, `/${name}`) : null);

/** The playlist with sound only, or null when the address is not one of ours. */
export const soundBeside = (url: string): string | null => beside(url, "audio.m3u8");

/** Where a quality is for a player that takes one playlist only; the address itself when it has no other. */
export function addressOf(url: string, quality: Quality, plain: boolean): string {
  if (quality === "sound") return soundBeside(url) ?? url;
  if (quality === "low") return beside(url, "low.m3u8") ?? url;
  if (plain) return beside(url, "plain.m3u8") ?? url;
  return url;
}

/** The qualities that a multivariant playlist offers. */
export function qualitiesOf(playlist: string): Quality[] {
  const variants = playlist.split("\n").filter((line) => line.startsWith("#EXT-X-STREAM-INF:"));
  const pictures = variants.filter((line) => /RESOLUTION=|CODECS="[^"]*(?:avc|hvc|hev|av01|vp09)/.test(line));
  const list: Quality[] = ["auto", "source"];
  if (pictures.length > 1) list.push("low");
  if (pictures.length > 0 && variants.length > pictures.length) list.push("sound");
  return list;
}
