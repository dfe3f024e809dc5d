/**
 * Pins that change when the viewer's own picture reaches the moment in which the host changed them.
 *
 * What is told at once would be seen before the hand goes to the product: by a second and a half over HLS, by ten over
 * a plain playlist. So each change waits until the picture on screen is as old as the change, in their order, and
 * never longer than MOST_BEHIND. Without a moving picture, or one that does not know its time, nothing waits.
 */
import type { RoomPin } from "../api/types";

/** A picture further behind is no live one, or its clock is wrong; milliseconds. */
export const MOST_BEHIND = 20_000;

interface Change {
  pins: readonly RoomPin[];
  /** When the host made it, by the server's clock. */
  at: number;
  /** When it is shown at the latest, by the server's clock. */
  until: number;
}

export class InStep {
  #shown: readonly RoomPin[] = [];
  #waiting: Change[] = [];
  #newest: readonly RoomPin[] | null = null;

  /** Whether something waits to be shown. */
  get behind(): boolean {
    return this.#waiting.length > 0;
  }

  /** The room's pins are now these; `now` by the server's clock. Those of the first call are shown at once. */
  take(pins: readonly RoomPin[], now: number): void {
    const before = this.#newest;
    this.#newest = pins;
    if (before === null) {
      this.#shown = pins;
      return;
    }
    if (same(before, pins)) return;
    const known = new Set(before.map(key));
    const fresh = pins.filter((pin) => !known.has(key(pin))).map((pin) => pin.pinned_at);
    // A pin says when it was made; that one is gone is told at once.
    const at = fresh.length > 0 ? Math.min(now, Math.max(...fresh)) : now;
    this.#waiting.push({ pins, at, until: now + MOST_BEHIND });
  }

  /** The pins that belong to a picture taken at `picture`; null when nothing tells. */
  shown(picture: number | null, now: number): readonly RoomPin[] {
    const lost = picture === null || now - picture > MOST_BEHIND;
    while (this.#waiting[0]) {
      const { pins, at, until } = this.#waiting[0];
      if (!lost && picture < at && now < until) break;
      this.#shown = pins;
      this.#waiting.shift();
    }
    return this.#shown;
  }
}

const key = (pin: RoomPin) => `${pin.product_id} ${pin.pinned_at}`;
const same = (one: readonly RoomPin[], other: readonly RoomPin[]) =>
  one.length === other.length && one.every((pin, index) => other[index] && key(pin) === key(other[index]));
