const STALL_LIMIT = 5000;

/** Calls `onStall` when the picture should move but has not for STALL_LIMIT milliseconds. */
export class StallWatch {
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
