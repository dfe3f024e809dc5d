/**
 * The server's clock as this client knows it, without asking: from frames that say when they were sent. The least
 * difference is the truest, since a frame can only be late; but only that of the last minute or two, since either
 * clock may be put right.
 */
export class ServerClock {
  #least: number | null = null;
  /** Of the present window only, and when that began. */
  #present: number | null = null;
  #since = 0;

  constructor(private readonly local: () => number = Date.now) {}

  /** A frame that was sent at `at` (milliseconds since the epoch) has just come. */
  hear(at: number): void {
    const now = this.local();
    const ahead = now - at;
    if (this.#present === null || now - this.#since > WINDOW || now < this.#since) {
      this.#least = this.#present;
      this.#present = ahead;
      this.#since = now;
    }
    this.#present = Math.min(this.#present, ahead);
    this.#least = Math.min(this.#least ?? ahead, this.#present);
  }

  /** Now by the server's clock; by our own as long as nothing has been heard. */
  now(): number {
    return this.local() - (this.#least ?? 0);
  }
}

const WINDOW = 60_000;
