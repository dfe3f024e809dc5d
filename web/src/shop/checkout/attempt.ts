/**
 * One idempotency key per attempt to order. While the answer to an order is lost, nobody knows whether it stands, and
 * what the room tells meanwhile may be that very order: its pieces are gone from the stock, its line from the cart. So
 * the next press asks for the same again, under the same key, and cannot become a second order. What the buyer changed
 * by hand is another wish, and so is what follows a plain refusal.
 */
import { ApiProblem } from "@shared/api/client";
import type { OrderRequest } from "@shared/api/types";
import { randomId } from "@shared/random";

/**
 * Whether an order that was sent is still what the buyer wants. Prices, lines that are not there any more and what has
 * to be agreed to for their sake change by themselves; numbers, and what is written in the form, by the buyer's hand.
 */
export function isSameWish(sent: OrderRequest, wanted: OrderRequest): boolean {
  const written = (body: OrderRequest) => JSON.stringify({ ...body, lines: [], accepts_no_return: false });
  const was = (line: OrderRequest["lines"][number]) => sent.lines.some((old) => old.variant_id === line.variant_id && old.quantity === line.quantity);
  return written(sent) === written(wanted) && wanted.lines.every(was);
}

export interface Asked<Body> {
  key: string;
  body: Body;
}

export class Attempt<Body> {
  #asked: Asked<Body> | null = null;

  /** Gives what to send; `isSame` says whether what was sent is still what the buyer wants. */
  ask(body: Body, isSame: (sent: Body) => boolean): Asked<Body> {
    if (!this.#asked || !isSame(this.#asked.body)) this.#asked = { key: randomId(), body };
    return this.#asked;
  }

  /** Tells that an order was refused, or that no answer came; gives whether it may stand. */
  failed(error: unknown): boolean {
    const isUnknown = !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
    if (!isUnknown) this.#asked = null;
    return isUnknown;
  }
}
