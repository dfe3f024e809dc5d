/** Picture-in-picture, by the standard or by Apple's older words. */
import { type Ref, computed, onScopeDispose, ref, watch } from "vue";

interface AppleVideo extends HTMLVideoElement {
  webkitSupportsPresentationMode?: (mode: string) => boolean;
  webkitSetPresentationMode?: (mode: string) => void;
  webkitPresentationMode?: string;
}

export function usePictureInPicture(video: Readonly<Ref<HTMLVideoElement | null>>) {
  const active = ref(false);
  const apple = (): AppleVideo | null => video.value;

  const possible = computed(() => {
    if (!video.value) return false;
    return document.pictureInPictureEnabled || apple()?.webkitSupportsPresentationMode?.("picture-in-picture") === true;
  });

  function look(): void {
    active.value =
      (video.value !== null && document.pictureInPictureElement === video.value) ||
      apple()?.webkitPresentationMode === "picture-in-picture";
  }

  async function toggle(): Promise<void> {
    const element = apple();
    if (!element) return;
    try {
      if (!document.pictureInPictureEnabled) {
        element.webkitSetPresentationMode?.(active.value ? "inline" : "picture-in-picture");
      } else if (active.value) await document.exitPictureInPicture();
      else await element.requestPictureInPicture();
    } catch {
      // The browser would not: there is no picture yet, or no press of a button before it.
    }
    look();
  }

  const EVENTS = ["enterpictureinpicture", "leavepictureinpicture", "webkitpresentationmodechanged"];
  watch(
    video,
    (now, before) => {
      for (const name of EVENTS) {
        before?.removeEventListener(name, look);
        now?.addEventListener(name, look);
      }
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    for (const name of EVENTS) video.value?.removeEventListener(name, look);
  });

  return { possible, active, toggle };
}
