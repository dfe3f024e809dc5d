/** Reading a line of the stock ledger. */
import type { components } from "@shared/api/schema";

type Movement = components["schemas"]["StockMovement"];

export interface Delta {
  of: "on_hand" | "reserved" | "allocated";
  units: number;
}

/** What a movement changed, most telling first; a movement of nothing (a first stock of none) says so. */
export function deltasOf(line: Pick<Movement, "on_hand_delta" | "reserved_delta" | "allocated_delta">): Delta[] {
  const all: Delta[] = [
    { of: "on_hand", units: line.on_hand_delta },
    { of: "reserved", units: line.reserved_delta },
    { of: "allocated", units: line.allocated_delta },
  ];
  const told = all.filter((delta) => delta.units !== 0);
  return told.length > 0 ? told : all.slice(0, 1);
}

/** Whether a reference is an order's or a show's id, or words that a person wrote. */
export function referenceOf(reference: string): "order" | "show" | "words" {
  if (/^ord_\w+$/.test(reference)) return "order";
  return /^shw_\w+$/.test(reference) ? "show" : "words";
}

const OWN = new Map<string, "first_stock" | "import">([
  ["first stock", "first_stock"],
  ["new variant", "first_stock"],
  ["import", "import"],
]);

/** The name of a reason that the house itself gives, or null for words that a person wrote. */
export const ownWords = (reference: string): "first_stock" | "import" | null => OWN.get(reference) ?? null;
