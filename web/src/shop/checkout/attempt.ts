/**
 * One idempotency key per attempt to order: a repeat of the same request after a lost answer carries the same key, so
 * that it cannot become a second order; a changed request, or one after a plain refusal, is a new attempt.
 */
import { ApiProblem } from "@shared/api/client";
import { randomId } from "@shared/random";

export class Attempt {
  #key = "";
  #content = "";

  key(request: unknown): string {
    const content = JSON.stringify(request);
    if (!this.#key || content !== this.#content) {
      this.#key = randomId();
      this.#content = content;
    }
    return this.#key;
  }

  /** Tells how the request ended; only when the outcome is unknown does the key live on. */
  failed(error: unknown): void {
    const unknown = !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
    if (!unknown) this.#key = "";
  }
}
