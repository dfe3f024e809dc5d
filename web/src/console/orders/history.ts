/** An order's audit in the words of the page. */
import type { components } from "@shared/api/schema";
import type { State } from "./states";

export type Move = components["schemas"]["OrderMove"];
/** An order begins as `created`, which is no move; what becomes of parcels and refunds is in the audit, too. */
export type KnownMove = Exclude<State, "created"> | "parcel_corrected" | "refund_asked" | "refund" | "refund_failed";

/** Good news, bad news, or just news: the colour of its dot. */
type Tone = "good" | "bad" | "plain";
const TONES: Record<KnownMove, Tone> = {
  paid: "good",
  shipped: "good",
  delivered: "good",
  completed: "good",
  cancelled: "bad",
  refunded: "plain",
  parcel_corrected: "plain",
  refund_asked: "plain",
  refund: "plain",
  refund_failed: "bad",
};
const REASONS = ["buyer", "expired", "staff"] as const;

const isKnown = (move: string): move is KnownMove => Object.hasOwn(TONES, move);
export const knownMove = (move: string): KnownMove | null => (isKnown(move) ? move : null);
export const toneOf = (move: string): Tone => (isKnown(move) ? TONES[move] : "plain");

/** Who did it: a member of staff by name, or null for the buyer and the house itself. */
export const staffOf = (actor: string): string | null => (actor === "buyer" || actor === "system" ? null : actor);

/** Why it was cancelled, where the detail is one of the reasons we give ourselves. */
export const cancelReason = (move: Move): (typeof REASONS)[number] | null =>
  move.move === "cancelled" ? (REASONS.find((each) => each === move.detail) ?? null) : null;
