import type { Order } from "@shared/api/types";

/** "2 × Tea, Cup": how many first, since long titles are cut off. */
export const linesText = (order: Order): string =>
  order.lines.map((line) => (line.quantity > 1 ? `${line.quantity} × ${line.title}` : line.title)).join(", ");

export const unitsOf = (order: Order): number => order.lines.reduce((sum, line) => sum + line.quantity, 0);
