/** So long the small picture must have run well before the large one is tried, in milliseconds. */
const FIRST = 15_000;
/** After each try that failed twice as long, up to this. */
const LONGEST = 240_000;
/** A try that holds so long was none in vain. */
const HELD = 30_000;

/**
 * When to try the large picture again. What a line carries is measured by what is loaded; the parts of the small
 * picture are too small to show that a line would carry the large one, so the player would stay with it for ever.
 */
export class Climb {
  #wait = FIRST;
  /** Since when the small picture has been running well; null while the large one is shown. */
  #since: number | null = null;
  #triedAt: number | null = null;

  /** Takes, every now and then, whether the small picture is shown by the player's own choice; true: try now. */
  due(small: boolean, now: number): boolean {
    if (!small) {
      this.#since = null;
      if (this.#triedAt !== null && now - this.#triedAt > HELD) {
        this.#wait = FIRST;
        this.#triedAt = null;
      }
      return false;
    }
    if (this.#since === null) {
      this.#since = now;
      if (this.#triedAt !== null) this.#wait = Math.min(LONGEST, this.#wait * 2);
      this.#triedAt = null;
    }
    if (now - this.#since < this.#wait) return false;
    this.#triedAt = this.#since = now;
    return true;
  }

  /** The picture stood still: the line is not good now. */
  stalled(now: number): void {
    if (this.#since !== null) this.#since = now;
  }
}
