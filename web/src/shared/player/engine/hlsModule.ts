/**
 * hls.js, fetched when first needed. The light build plays everything of ours and plain MPEG-TS; only playlists of
 * others with sound in a rendition of its own need the full one, which is half as large again.
 */
export type HlsModule = typeof import("hls.js");

let light: Promise<HlsModule> | undefined;
let full: Promise<HlsModule> | undefined;

export function loadHls(): Promise<HlsModule> {
  light ??= import("hls.js/light").catch((error: unknown) => {
    light = undefined;
    throw error;
  });
  return light;
}

export function loadFullHls(): Promise<HlsModule> {
  full ??= import("hls.js").catch((error: unknown) => {
    full = undefined;
    throw error;
  });
  return full;
}
