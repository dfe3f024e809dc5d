/** One act on many orders: whom it fits, which number is whose, and carrying it out one by one. */
import { ApiProblem } from "@shared/api/client";
import type { Order } from "@shared/api/types";

export type BulkAct = "ship" | "deliver" | "cancel";
const FROM: Record<BulkAct, Order["state"]> = { ship: "paid", deliver: "shipped", cancel: "created" };

export const fits = (act: BulkAct, order: Order): boolean => order.state === FROM[act];
export const fitting = (act: BulkAct, orders: readonly Order[]): Order[] => orders.filter((order) => fits(act, order));

export interface Paired {
  /** Tracking numbers by order id. */
  numbers: Map<string, string>;
  /** Pasted lines that belong to no order. */
  left: string[];
  /** Numbers that stand more than once, which one parcel for two orders would be. */
  doubled: string[];
  /** Numbers with signs that no carrier uses. */
  odd: string[];
}

/** How orders are numbered: the day and eight signs. */
const ORDER_NUMBER = /^\d{6}-[A-Z0-9]{8}$/i;

/**
 * Gives each order its number from what was pasted, a line each. A line that names an order ("260301-ABCD1234 SF123",
 * as copied from a sheet) goes to that order, or to none when it is not among these; the others go to the rest, in the
 * order of the rows.
 */
export function pairTracking(text: string, orders: readonly Order[]): Paired {
  const named = new Map(orders.map((order) => [order.number.toUpperCase(), order.id]));
  const numbers = new Map<string, string>();
  const plain: string[] = [];
  const left: string[] = [];
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (!line) continue;
    const cells = line.split(/[\s,;，；]+/).filter(Boolean);
    const at = cells.findIndex((cell) => named.has(cell.toUpperCase()));
    const id = named.get(cells[at]?.toUpperCase() ?? "");
    if (id === undefined) {
      if (cells.some((cell) => ORDER_NUMBER.test(cell))) left.push(line);
      else plain.push(cells.join(""));
      continue;
    }
    const tracking = cells.filter((_, index) => index !== at).join("");
    if (tracking && !numbers.has(id)) numbers.set(id, tracking);
    else left.push(line);
  }
  for (const order of orders) {
    if (numbers.has(order.id)) continue;
    const next = plain.shift();
    if (next === undefined) break;
    numbers.set(order.id, next);
  }
  const all = [...numbers.values()];
  return {
    numbers,
    left: [...left, ...plain],
    doubled: [...new Set(all.filter((each, index) => all.indexOf(each) !== index))],
    odd: all.filter((each) => !/^[A-Za-z0-9-]{1,60}$/.test(each)),
  };
}

/**
 * What is still to be sent of pasted numbers, for these orders, as text again. Each line names its order now: those
 * before it are gone, so that its place would no longer say whose it is.
 */
export const unsent = ({ numbers, left }: Pick<Paired, "numbers" | "left">, orders: readonly Order[]): string =>
  [...orders.filter(({ id }) => numbers.has(id)).map(({ id, number }) => `${number} ${numbers.get(id)}`), ...left].join("\n");

export type Outcome = { state: "busy" } | { state: "done" | "overtaken"; order: Order } | { state: "failed"; problem: unknown };

/** The order came into another state meanwhile, and the act fits it no longer. */
export class Overtaken extends Error {
  constructor(readonly order: Order) {
    super(order.state);
  }
}

/** The server is away, or nobody is signed in any more: all that follows would fail the same way. */
const endsAll = (problem: unknown): boolean => problem instanceof ApiProblem && (problem.status === 0 || problem.status === 401);

/**
 * Acts on each order in turn and tells what came of it. A failure concerns its own order only; what was not begun when
 * `stopped` says so stays as it was.
 */
export async function runEach(
  orders: readonly Order[],
  act: (order: Order) => Promise<Order>,
  tell: (id: string, outcome: Outcome) => void,
  stopped: () => boolean,
): Promise<void> {
  for (const order of orders) {
    if (stopped()) return;
    tell(order.id, { state: "busy" });
    try {
      tell(order.id, { state: "done", order: await act(order) });
    } catch (problem) {
      tell(order.id, problem instanceof Overtaken ? { state: "overtaken", order: problem.order } : { state: "failed", problem });
      if (endsAll(problem)) return;
    }
  }
}
