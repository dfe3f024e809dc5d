/** What can be given back of an order. Amounts in minor units. */
import type { Order } from "@shared/api/types";
import { isPaid } from "./states";

const pending = (order: Order) => order.refunds.filter((refund) => refund.state === "pending");

/** What was paid and neither came back nor is on its way back. */
export const amountLeft = (order: Order): number =>
  order.total.amount - order.refunded.amount - pending(order).reduce((sum, refund) => sum + refund.amount.amount, 0);

export const isRefundable = (order: Order): boolean => isPaid(order.state) && amountLeft(order) > 0;

/** Pieces by the position of their line that neither came back nor are on their way. */
export function piecesLeft(order: Order): Record<number, number> {
  const left: Record<number, number> = {};
  for (const line of order.lines) {
    const away = pending(order).reduce((sum, refund) => sum + (refund.pieces[String(line.position)] ?? 0), 0);
    left[line.position] = line.quantity - line.refunded_quantity - away;
  }
  return left;
}

/** What these pieces cost, and at most what is left. */
export function worthOf(order: Order, pieces: Readonly<Record<number, number>>): number {
  const sum = order.lines.reduce((total, line) => total + line.unit_price.amount * (pieces[line.position] ?? 0), 0);
  return Math.min(sum, amountLeft(order));
}

export type Mode = "whole" | "pieces" | "amount";

export interface Wish {
  mode: Mode;
  pieces: Readonly<Record<number, number>>;
  /** Minor units; null while what was typed is no amount. */
  amount: number | null;
  reason: string;
  restock: boolean;
}

/** How much would be given back, or null when nothing sensible was chosen. */
export function wishedAmount(order: Order, wish: Wish): number | null {
  const left = amountLeft(order);
  const amount = wish.mode === "whole" ? left : wish.mode === "pieces" ? worthOf(order, wish.pieces) : wish.amount;
  return amount !== null && amount > 0 && amount <= left ? amount : null;
}

/** The request; only pieces go back on the shelf. */
export function refundBody(wish: Wish) {
  const reason = wish.reason.trim();
  if (wish.mode === "amount") return { lines: [], amount: wish.amount, reason, restock: false };
  const lines =
    wish.mode === "whole"
      ? []
      : Object.entries(wish.pieces)
          .filter(([, quantity]) => quantity > 0)
          .map(([position, quantity]) => ({ position: Number(position), quantity }));
  return { lines, reason, restock: wish.restock };
}
