/** The captions of the moment, in one language of those beside a picture. */
import { type Ref, onScopeDispose, shallowRef, watch } from "vue";
import { type CaptionTrack, followCaptions, linesOf } from "./captions";

export function useCueLines(options: {
  video: Readonly<Ref<HTMLVideoElement | null>>;
  tracks: () => readonly CaptionTrack[];
  /** "" for none; null leaves it to the browser, for as long as nobody has chosen. */
  language: () => string | null;
  /** The picture is in a window of its own, where no page draws and the browser has to. */
  away?: () => boolean;
}): Readonly<Ref<readonly VTTCue[]>> {
  const cues = shallowRef<readonly VTTCue[]>([]);
  const away = options.away ?? (() => false);
  let followed: TextTrack | null = null;

  function tell(): void {
    cues.value = options.video.value && followed ? linesOf(options.video.value, followed) : [];
  }

  function follow(): void {
    const video = options.video.value;
    const language = options.language();
    const next = video && language !== null ? followCaptions(video, language, away()) : null;
    if (next !== followed) {
      followed?.removeEventListener("cuechange", tell);
      next?.addEventListener("cuechange", tell);
      followed = next;
    }
    tell();
  }

  // Captions tell that they have come at their element, inside the picture.
  const listen = (video: HTMLVideoElement | null) => {
    video?.addEventListener("load", tell, true);
    video?.addEventListener("seeked", tell);
  };
  const leave = (video: HTMLVideoElement | null | undefined) => {
    video?.removeEventListener("load", tell, true);
    video?.removeEventListener("seeked", tell);
  };
  watch(
    options.video,
    (now, before) => {
      leave(before);
      listen(now);
    },
    { immediate: true },
  );
  // After the page is drawn, when the tracks are in the picture.
  watch([options.video, options.language, options.tracks, away], follow, { immediate: true, flush: "post" });
  onScopeDispose(() => {
    leave(options.video.value);
    followed?.removeEventListener("cuechange", tell);
  });

  return cues;
}
