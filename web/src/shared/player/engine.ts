/**
 * Plays one HLS address in one <video>, and never gives up by itself: while the address is set it waits for the
 * playlist, recovers from errors, and moves back to the live edge after a stall.
 *
 * hls.js wherever Media Source Extensions are, the browser's own HLS on Apple devices. `liveSyncDurationCount` must
 * stay unset: it overrides the PART-HOLD-BACK of low-latency playlists and costs two seconds of delay.
 */
import type Hls from "hls.js";
import type { ErrorData } from "hls.js";

export interface Engine {
  /** Seconds behind the live edge as the player knows it, or null. */
  latency(): number | null;
  /** Wall-clock time of the frame on screen, or null when the playlist carries none. */
  programTime(): Date | null;
  toLiveEdge(): void;
  destroy(): void;
}

type HlsModule = typeof import("hls.js");
let loading: Promise<HlsModule> | undefined;

/** Starts fetching the player code early; call as soon as a page knows that it will show a stream. */
export function preloadPlayer(): void {
  if (!prefersNative()) void loadHls();
}

function loadHls(): Promise<HlsModule> {
  loading ??= import("hls.js/light").catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Apple's own player is better on Apple devices; Chromium also claims to play HLS, but without low latency. */
function prefersNative(): boolean {
  const video = document.createElement("video");
  return navigator.vendor.startsWith("Apple") && video.canPlayType("application/vnd.apple.mpegurl") !== "";
}

export function startEngine(video: HTMLVideoElement, url: string): Engine {
  return prefersNative() ? new NativeEngine(video, url) : new HlsEngine(video, url);
}

const RETRY = 1000;
const STALL_LIMIT = 5000;

/** Calls `onStall` when the picture should move but has not for STALL_LIMIT milliseconds. */
class StallWatch {
  #position = -1;
  #movedAt = Date.now();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(video: HTMLVideoElement, onStall: () => void) {
    this.#timer = setInterval(() => {
      const now = Date.now();
      if (video.paused || document.hidden || video.currentTime !== this.#position) {
        this.#position = video.currentTime;
        this.#movedAt = now;
      } else if (now - this.#movedAt > STALL_LIMIT) {
        this.#movedAt = now;
        onStall();
      }
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

class HlsEngine implements Engine {
  #hls: Hls | null = null;
  #destroyed = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #mediaErrors = 0;
  readonly #watch: StallWatch;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
  ) {
    this.#watch = new StallWatch(video, () => this.#stalled());
    void this.#open();
  }

  async #open(): Promise<void> {
    let module: HlsModule;
    try {
      module = await loadHls();
    } catch {
      this.#later();
      return;
    }
    if (this.#destroyed) return;
    const hls = new module.default({
      lowLatencyMode: true,
      backBufferLength: 10,
      maxLiveSyncPlaybackRate: 1.1,
      liveDurationInfinity: true,
      capLevelToPlayerSize: true,
      enableWorker: true,
    });
    this.#hls = hls;
    hls.on(module.Events.ERROR, (_name, data) => this.#failed(module, data));
    hls.on(module.Events.FRAG_BUFFERED, () => (this.#mediaErrors = 0));
    hls.loadSource(this.url);
    hls.attachMedia(this.video);
  }

  #failed(module: HlsModule, data: ErrorData): void {
    if (!data.fatal) return;
    if (data.type === module.ErrorTypes.MEDIA_ERROR && this.#mediaErrors < 2) {
      this.#mediaErrors += 1;
      this.#hls?.recoverMediaError();
    } else {
      this.#later();
    }
  }

  #stalled(): void {
    const edge = this.#hls?.liveSyncPosition;
    if (edge && edge > this.video.currentTime + 0.5) this.video.currentTime = edge;
    else if (this.#hls) this.#later();
  }

  /** Begins anew: the playlist may not be there yet, or no longer be the same. */
  #later(): void {
    this.#hls?.destroy();
    this.#hls = null;
    clearTimeout(this.#retry);
    if (!this.#destroyed) this.#retry = setTimeout(() => void this.#open(), RETRY);
  }

  latency(): number | null {
    const latency = this.#hls?.latency;
    return latency && latency > 0 ? latency : null;
  }

  programTime(): Date | null {
    return this.#hls?.playingDate ?? null;
  }

  toLiveEdge(): void {
    const edge = this.#hls?.liveSyncPosition;
    if (edge && Math.abs(edge - this.video.currentTime) > 1) this.video.currentTime = edge;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#watch.stop();
    clearTimeout(this.#retry);
    this.#hls?.destroy();
    this.#hls = null;
  }
}

class NativeEngine implements Engine {
  #retry: ReturnType<typeof setTimeout> | undefined;
  readonly #watch: StallWatch;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly url: string,
  ) {
    this.#watch = new StallWatch(video, this.#later);
    video.addEventListener("error", this.#later);
    video.src = url;
  }

  readonly #later = (): void => {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      this.video.src = this.url;
      this.video.load();
      void this.video.play().catch(() => undefined);
    }, RETRY);
  };

  latency(): number | null {
    const { seekable } = this.video;
    return seekable.length > 0 ? seekable.end(seekable.length - 1) - this.video.currentTime : null;
  }

  programTime(): Date | null {
    const video = this.video as HTMLVideoElement & { getStartDate?: () => Date };
    const start = video.getStartDate?.().getTime() ?? Number.NaN;
    return Number.isNaN(start) ? null : new Date(start + video.currentTime * 1000);
  }

  toLiveEdge(): void {
    const { seekable } = this.video;
    if (seekable.length > 0) this.video.currentTime = seekable.end(seekable.length - 1) - 1;
  }

  destroy(): void {
    this.#watch.stop();
    clearTimeout(this.#retry);
    this.video.removeEventListener("error", this.#later);
    this.video.removeAttribute("src");
    this.video.load();
  }
}
