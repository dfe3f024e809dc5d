/** Keeps the last frame of a video on a canvas above it while the video begins anew, so that nothing flashes black. */
import { ref, shallowRef } from "vue";

const LONGEST_SIDE = 1280;

export function useHeldFrame() {
  const canvas = shallowRef<HTMLCanvasElement | null>(null);
  const held = ref(false);

  /** Keeps what is on screen; a frame that is kept already stays when there is none. */
  function hold(video: HTMLVideoElement): void {
    const to = canvas.value;
    const { videoWidth, videoHeight, readyState } = video;
    if (!to || !videoWidth || readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
    to.width = Math.round(videoWidth * scale);
    to.height = Math.round(videoHeight * scale);
    to.getContext("2d")?.drawImage(video, 0, 0, to.width, to.height);
    held.value = true;
  }

  /** Lets go when the video's next frame is on screen. */
  function releaseWith(video: HTMLVideoElement): void {
    if (!held.value) return;
    if ("requestVideoFrameCallback" in video) video.requestVideoFrameCallback(() => (held.value = false));
    else held.value = false;
  }

  return { canvas, held, hold, releaseWith, release: () => (held.value = false) };
}
