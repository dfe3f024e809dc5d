/** Captions of a picture: WebVTT files beside it. */
export interface CaptionTrack {
  src: string;
  /** BCP 47, as "zh-TW". */
  language: string;
  label: string;
}

/** Shows the captions of one language, hides all others. */
export function showCaptions(video: HTMLVideoElement, language: string): void {
  for (const track of Array.from(video.textTracks)) {
    if (track.kind !== "captions" && track.kind !== "subtitles") continue;
    track.mode = language !== "" && track.language === language ? "showing" : "disabled";
  }
}
