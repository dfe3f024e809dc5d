/**
 * The server's clock as this page knows it, without asking: from frames that say when they were sent. The least
 * difference ever seen is the truest, since a frame can only be late.
 */
export class ServerClock {
  #ahead: number | null = null;

  constructor(private readonly local: () => number = Date.now) {}

  /** A frame that was sent at `at` (milliseconds since the epoch) has just come. */
  hear(at: number): void {
    const ahead = this.local() - at;
    if (this.#ahead === null || ahead < this.#ahead) this.#ahead = ahead;
  }

  /** Now by the server's clock; by our own as long as nothing has been heard. */
  now(): number {
    return this.local() - (this.#ahead ?? 0);
  }
}
