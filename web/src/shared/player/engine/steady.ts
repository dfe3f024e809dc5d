/** Of so many seconds … */
const LATELY = 20;
/** … so many may be bad, */
const MOST_BAD = 8;
/** or so many in a row. */
const MOST_IN_A_ROW = 5;
/** A second is bad when it shows less than this share of the usual pictures. */
const SHARE = 0.4;
/** Fewer pictures in a second are no measure of what is usual. */
const FEWEST = 5;

/**
 * Tells when a picture by WebRTC does not come along: packets arrive, but too few of them for whole pictures. Nothing is
 * held back there, and the server sends the source as it is, so a line that is too narrow would stand still for ever.
 */
export class Steadiness {
  #seconds: boolean[] = [];
  #usual = 0;
  #decoded: number | null = null;

  /** Takes the count of pictures decoded so far, once a second while packets come; true when the line is too weak. */
  note(decoded: number): boolean {
    const before = this.#decoded;
    this.#decoded = decoded;
    if (before === null || decoded < before) return false;
    const shown = decoded - before;
    this.#usual = Math.max(this.#usual, Math.min(shown, 60));
    const wanted = Math.max(this.#usual, FEWEST);
    this.#seconds = [...this.#seconds, shown < wanted * SHARE].slice(-LATELY);
    const row = this.#seconds.slice(-MOST_IN_A_ROW);
    return this.#seconds.filter(Boolean).length >= MOST_BAD || (row.length === MOST_IN_A_ROW && row.every(Boolean));
  }

  /** What comes next does not compare: another connection, or a page that was hidden. */
  pause(): void {
    this.#decoded = null;
  }
}
