/**
 * Captions of a picture: WebVTT files beside it, and which of them is shown.
 *
 * The page draws them itself (CaptionLines.vue), because only it knows where its buttons are. The browser draws them
 * where there is no page: in a window of the picture's own.
 */
import { LANGUAGES } from "../i18n/languages";

export interface CaptionTrack {
  url: string;
  /** BCP 47, as "zh-TW". */
  language: string;
  /** The language's own name. */
  label: string;
}

/**
 * The language of the captions to show; "" for none. `chosen` is what was chosen on this device: null when nothing
 * ever was, "" for none. A language that is not there gives way to the same one in the other script, and then to the
 * reader's: whoever reads captions would rather read those than none.
 */
export function captionsShown(tracks: readonly CaptionTrack[], chosen: string | null, reader: string): string {
  if (!chosen) return "";
  const primary = (tag: string) => tag.split("-")[0];
  const near = LANGUAGES.filter((tag) => tag !== chosen && primary(tag) === primary(chosen));
  return [chosen, ...near, reader].find((tag) => tracks.some((track) => track.language === tag)) ?? "";
}

/** The captions among the tracks of a picture. */
export const captionTracks = (video: HTMLVideoElement): TextTrack[] =>
  Array.from(video.textTracks).filter((track) => track.kind === "captions" || track.kind === "subtitles");

/** Has the browser fetch the captions of one language and tell of them; `drawn` has it draw them as well. */
export function followCaptions(video: HTMLVideoElement, language: string, drawn: boolean): TextTrack | null {
  let followed: TextTrack | null = null;
  for (const track of captionTracks(video)) {
    const isIt = language !== "" && track.language === language;
    track.mode = isIt ? (drawn ? "showing" : "hidden") : "disabled";
    if (isIt) followed = track;
  }
  return followed;
}

/**
 * The captions of the moment. Of a picture that has not moved since its captions came, browsers say that none are
 * active; then they are looked up.
 */
export function linesOf(video: HTMLVideoElement, track: TextTrack): VTTCue[] {
  const at = video.currentTime;
  const active = Array.from(track.activeCues ?? []);
  const found = active.length > 0 || !video.paused ? active : Array.from(track.cues ?? []).filter((cue) => cue.startTime <= at && at < cue.endTime);
  return found.filter((cue): cue is VTTCue => "text" in cue);
}
