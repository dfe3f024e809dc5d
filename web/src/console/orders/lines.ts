import type { Order } from "@shared/api/types";

/** "Tea × 2, Cup" */
export const linesText = (order: Order): string =>
  order.lines.map((line) => (line.quantity > 1 ? `${line.title} × ${line.quantity}` : line.title)).join(", ");

export const unitsOf = (order: Order): number => order.lines.reduce((sum, line) => sum + line.quantity, 0);
