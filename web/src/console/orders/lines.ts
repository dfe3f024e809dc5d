import type { Order } from "@shared/api/types";

type Translate = (key: string, named: Record<string, unknown>) => string;

/** Each line as the language on screen counts pieces; among several a single piece is counted too. No row ends at the number. */
export const lineTexts = ({ lines }: Order, t: Translate): string[] =>
  lines.map((line) =>
    lines.length > 1 || line.quantity > 1 ? t("ui.pieces_of", { title: line.title, n: line.quantity }).replaceAll(" × ", "\u00a0×\u00a0") : line.title,
  );

/** "2 × Tea · 1 × Cup". Titles have commas of their own: "Teapot, 420 ml". */
export const linesText = (order: Order, t: Translate): string => lineTexts(order, t).join(" · ");

export const unitsOf = (order: Order): number => order.lines.reduce((sum, line) => sum + line.quantity, 0);
