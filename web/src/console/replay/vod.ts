/** Plays a finished recording in one <video>: hls.js where Media Source Extensions are, else the browser's own HLS. */
import type Hls from "hls.js";

export interface Vod {
  destroy: () => void;
}

export function playVod(video: HTMLVideoElement, url: string, onFailure: () => void): Vod {
  let hls: Hls | null = null;
  let gone = false;
  const native = navigator.vendor.startsWith("Apple") && video.canPlayType("application/vnd.apple.mpegurl") !== "";
  const failed = () => onFailure();
  if (native) {
    video.src = url;
    video.addEventListener("error", failed);
  } else void open();

  async function open(): Promise<void> {
    try {
      const { default: Player } = await import("hls.js/light");
      if (isGone()) return;
      hls = new Player({ enableWorker: true, maxBufferLength: 20, backBufferLength: 30 });
      let mended = false;
      hls.on(Player.Events.ERROR, (_name, data) => {
        if (!data.fatal) return;
        if (data.type === Player.ErrorTypes.MEDIA_ERROR && !mended) {
          mended = true;
          hls?.recoverMediaError();
        } else onFailure();
      });
      hls.loadSource(url);
      hls.attachMedia(video);
    } catch {
      if (!isGone()) onFailure();
    }
  }
  // Read by a function, because the compiler takes variables for unchanged across an await.
  const isGone = () => gone;

  return {
    destroy: () => {
      gone = true;
      video.removeEventListener("error", failed);
      hls?.destroy();
      if (native) {
        video.removeAttribute("src");
        video.load();
      }
    },
  };
}
