/** Which captions a replay shows here: what was chosen on this device, or what the system asks for. */
import { type CaptionTrack, captionTracks, captionsShown } from "@shared/player/captions";
import { captionsLanguage, captionsOn, chooseCaptions } from "@shared/player/choice";
import { useCueLines } from "@shared/player/useCueLines";
import { type Ref, computed, onScopeDispose, ref, watch } from "vue";

export function useCaptions(options: {
  video: Readonly<Ref<HTMLVideoElement | null>>;
  tracks: () => readonly CaptionTrack[];
  /** The reader's language. */
  reader: () => string;
  /** The picture is in a window of its own. */
  away: () => boolean;
}) {
  const { video, tracks, reader, away } = options;
  /** Where the system asks for captions the browser shows some by itself, until something is chosen here. */
  const asked = ref<string | null>(null);
  const wish = computed(() => (captionsOn.value === null ? asked.value : captionsOn.value ? captionsLanguage.value : ""));
  const language = computed(() => captionsShown(tracks(), wish.value, reader()));
  const cues = useCueLines({ video, tracks, language: () => (wish.value === null ? null : language.value), away });

  function onChange(): void {
    if (wish.value !== null || !video.value) return;
    const shown = captionTracks(video.value).find((track) => track.mode === "showing");
    if (shown) asked.value = shown.language;
  }
  watch(
    video,
    (now, before) => {
      before?.textTracks.removeEventListener("change", onChange);
      now?.textTracks.addEventListener("change", onChange);
    },
    { immediate: true },
  );
  onScopeDispose(() => video.value?.textTracks.removeEventListener("change", onChange));

  /** Off, or on in the language that was on before, or else the one that is nearest at hand. */
  function toggle(): void {
    if (language.value) {
      captionsLanguage.value ??= language.value;
      chooseCaptions("");
      return;
    }
    const before = captionsLanguage.value;
    // One that this show lacks stays chosen for the next show, while here another stands in for it.
    if (before && captionsShown(tracks(), before, reader())) chooseCaptions(before);
    else chooseCaptions(captionsShown(tracks(), reader(), reader()) || (tracks()[0]?.language ?? ""));
  }

  return { language, cues, toggle };
}
