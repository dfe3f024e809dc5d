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

/** How far behind where it should be a picture may play, in seconds: more is not made good by playing faster. */
const MOST_BEHIND = 6;
/** For how many seconds on end, so that a jump that is under way is waited for. */
const BEHIND_FOR = 3;
/** Seconds between two jumps: a device that cannot keep up at all would else only jump. */
const BETWEEN_JUMPS = 10;

/** Calls `onBehind` when the picture plays, but has been more than MOST_BEHIND seconds behind for some time. */
export class LagWatch {
  #behindFor = 0;
  #rest = 0;
  readonly #timer: ReturnType<typeof setInterval>;

  /** `behind` gives the seconds from the frame on screen to the one that should be there, or null. */
  constructor(video: Pick<HTMLVideoElement, "paused" | "seeking">, behind: () => number | null, onBehind: () => void) {
    this.#timer = setInterval(() => {
      if (this.#rest > 0) this.#rest -= 1;
      const late = !video.paused && !video.seeking && (behind() ?? 0) > MOST_BEHIND;
      this.#behindFor = late ? this.#behindFor + 1 : 0;
      if (this.#behindFor < BEHIND_FOR || this.#rest > 0) return;
      this.#behindFor = 0;
      this.#rest = BETWEEN_JUMPS;
      onBehind();
    }, 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
