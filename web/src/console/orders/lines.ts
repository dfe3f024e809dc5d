import type { Order } from "@shared/api/types";

type Translate = (key: string, named: Record<string, unknown>) => string;

/** "2 × Tea, Cup", or as the language on screen counts pieces. */
export const linesText = (order: Order, t: Translate): string =>
  order.lines
    .map((line) => (line.quantity > 1 ? t("ui.pieces_of", { title: line.title, n: line.quantity }) : line.title))
    .join(", ");

export const unitsOf = (order: Order): number => order.lines.reduce((sum, line) => sum + line.quantity, 0);
