/** Plays a finished show in one <video>: hls.js where Media Source Extensions are, else the browser's own HLS. */
import type Hls from "hls.js";
import { loadHls } from "./engine/hlsModule";

export interface Vod {
  destroy(): void;
}

export interface VodOptions {
  /** Where to begin, in seconds. */
  at?: number;
  /** It cannot be played, after all that could be tried. */
  failed: () => void;
}

export function playVod(video: HTMLVideoElement, url: string, options: VodOptions): Vod {
  const native = navigator.vendor.startsWith("Apple") && video.canPlayType("application/vnd.apple.mpegurl") !== "";
  return native ? playNatively(video, url, options) : playByHls(video, url, options);
}

function playNatively(video: HTMLVideoElement, url: string, { at = 0, failed }: VodOptions): Vod {
  const begin = () => (video.currentTime = at);
  if (at > 0) video.addEventListener("loadedmetadata", begin, { once: true });
  video.addEventListener("error", failed);
  video.src = url;
  return {
    destroy() {
      video.removeEventListener("error", failed);
      video.removeEventListener("loadedmetadata", begin);
      video.removeAttribute("src");
      video.load();
    },
  };
}

const MOST_TRIES = 3;

function playByHls(video: HTMLVideoElement, url: string, { at = 0, failed }: VodOptions): Vod {
  let hls: Hls | null = null;
  const gone = new AbortController();
  let tries = 0;

  async function open(from: number): Promise<void> {
    try {
      const { default: Player } = await loadHls();
      if (gone.signal.aborted) return;
      const player = new Player({ startPosition: from, maxBufferLength: 20, backBufferLength: 30 });
      hls = player;
      player.on(Player.Events.FRAG_BUFFERED, () => (tries = 0));
      player.on(Player.Events.ERROR, (_name, data) => {
        if (!data.fatal) return;
        tries += 1;
        if (tries > MOST_TRIES) failed();
        else if (data.type === Player.ErrorTypes.MEDIA_ERROR) player.recoverMediaError();
        else again();
      });
      player.loadSource(url);
      player.attachMedia(video);
    } catch {
      if (!gone.signal.aborted) failed();
    }
  }

  function again(): void {
    const from = video.currentTime || at;
    hls?.destroy();
    hls = null;
    setTimeout(() => !gone.signal.aborted && void open(from), 1000 * tries);
  }

  void open(at);
  return {
    destroy() {
      gone.abort();
      hls?.destroy();
    },
  };
}
