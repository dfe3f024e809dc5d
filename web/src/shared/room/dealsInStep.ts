/**
 * Deals that open when the viewer's own picture reaches the moment in which the host announced them (compare InStep,
 * which does it for pins). What is said about an open deal afterwards, such as pieces left and its end, is told at
 * once: the server's clock decides, not the picture.
 */
import type { RoomDeal } from "../api/types";
import { MOST_BEHIND } from "./inStep";

export class DealsInStep {
  #deals: readonly RoomDeal[] = [];
  #open = new Set<string>();
  /** Until when, by the server's clock, each deal that is not open yet may wait for the picture. */
  #waiting = new Map<string, number>();
  #first = true;

  /** Whether a deal waits for the picture. */
  get behind(): boolean {
    return this.#waiting.size > 0;
  }

  /** The room's deals are now these. Those of the first call are open at once: the viewer has only just come. */
  take(deals: readonly RoomDeal[], now: number): void {
    for (const { id } of deals) {
      if (this.#open.has(id) || this.#waiting.has(id)) continue;
      if (this.#first) this.#open.add(id);
      else this.#waiting.set(id, now + MOST_BEHIND);
    }
    const present = new Set(deals.map((deal) => deal.id));
    for (const id of this.#waiting.keys()) if (!present.has(id)) this.#waiting.delete(id);
    this.#deals = deals;
    this.#first = false;
  }

  /** The deals that are open to a picture taken at `picture`; null when nothing tells. */
  shown(picture: number | null, now: number): readonly RoomDeal[] {
    const lost = picture === null || now - picture > MOST_BEHIND;
    for (const deal of this.#deals) {
      const until = this.#waiting.get(deal.id);
      if (until === undefined || (!lost && picture < deal.announced_at && now < until)) continue;
      this.#waiting.delete(deal.id);
      this.#open.add(deal.id);
    }
    return this.#deals.filter((deal) => this.#open.has(deal.id));
  }
}
