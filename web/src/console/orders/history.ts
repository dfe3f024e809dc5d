/** An order's audit in the words of the page. */
import type { components } from "@shared/api/schema";

export type Move = components["schemas"]["OrderMove"];

const MOVES = ["paid", "shipped", "delivered", "completed", "cancelled", "refunded", "refund_asked", "refund", "refund_failed"] as const;
export type KnownMove = (typeof MOVES)[number];
const REASONS = ["buyer", "expired", "staff"] as const;

export const knownMove = (move: string): KnownMove | null => MOVES.find((each) => each === move) ?? null;

/** Who did it: a member of staff by name, or null for the buyer and the house itself. */
export const staffOf = (actor: string): string | null => (actor === "buyer" || actor === "system" ? null : actor);

/** Why it was cancelled, where the detail is one of the reasons we give ourselves. */
export const cancelReason = (move: Move): (typeof REASONS)[number] | null =>
  move.move === "cancelled" ? (REASONS.find((each) => each === move.detail) ?? null) : null;

/** Good news, bad news, or just news: the colour of its dot. */
export function toneOf(move: string): "good" | "bad" | "plain" {
  if (move === "paid" || move === "shipped" || move === "delivered" || move === "completed") return "good";
  return move === "cancelled" || move === "refund_failed" ? "bad" : "plain";
}
