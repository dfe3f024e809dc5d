/** Choosing a variant by the values of its product's options (none, one or two). Pure. */
import type { ProductCard, VariantCard } from "@shared/api/types";

type Optioned = Pick<ProductCard, "options" | "variants">;
/** One value an option; null where nothing is chosen yet. */
export type Chosen = readonly (string | null)[];

export interface Value {
  value: string;
  /** "missing": there is no such combination with what else is chosen. */
  state: "free" | "sold_out" | "missing";
}

export function valuesOf(card: Optioned, index: number): string[] {
  return [...new Set(card.variants.map((variant) => variant.values[index] ?? ""))];
}

const fits = (variant: VariantCard, chosen: Chosen, but = -1): boolean =>
  chosen.every((value, index) => index === but || value === null || variant.values[index] === value);

/** The variants that what is chosen so far leaves open. */
export const openTo = (card: Optioned, chosen: Chosen): VariantCard[] =>
  card.variants.filter((variant) => fits(variant, chosen));

/** The values of one option, each as it stands with what else is chosen. */
export function choices(card: Optioned, chosen: Chosen, index: number): Value[] {
  return valuesOf(card, index).map((value) => {
    const having = card.variants.filter((variant) => variant.values[index] === value && fits(variant, chosen, index));
    const state = having.length === 0 ? "missing" : having.some((variant) => variant.available > 0) ? "free" : "sold_out";
    return { value, state };
  });
}

export function variantOf(card: Optioned, chosen: Chosen): VariantCard | null {
  if (card.options.length === 0) return card.variants[0] ?? null;
  if (chosen.length < card.options.length || chosen.includes(null)) return null;
  return card.variants.find((variant) => fits(variant, chosen)) ?? null;
}

/** Chosen from the start: a known variant, else every option that leaves no choice. */
export function firstChoice(card: Optioned, variantId: string | null): Chosen {
  const known = card.variants.find((variant) => variant.id === variantId);
  return card.options.map((_, index) => {
    if (known) return known.values[index] ?? null;
    const values = valuesOf(card, index);
    return values.length === 1 ? (values[0] ?? null) : null;
  });
}

/** Chooses a value; what does not exist together with it is chosen no more. */
export function choose(card: Optioned, chosen: Chosen, index: number, value: string): Chosen {
  const next = chosen.map((other, at) => (at === index ? value : other));
  if (openTo(card, next).length > 0) return next;
  return next.map((other, at) => (at === index ? other : null));
}

/** Of a sold-out variant: the values of each option in which it may still be had, the rest as chosen. */
export function insteadOf(card: Optioned, variant: VariantCard): string[] {
  return card.options.flatMap((_, index) =>
    choices(card, variant.values, index)
      .filter((choice) => choice.state === "free")
      .map((choice) => choice.value),
  );
}
