/** Between what a person types and what the API takes; amounts go from text to minor units without floats. */
import type { Product } from "@shared/api/types";
import { moneyInput, parseMoney } from "@shared/format";
import { isWhole } from "../lib/checks";

export interface ProductForm {
  [field: string]: string;
  title: string;
  description: string;
  price: string;
  compare_at: string;
  compare_basis: string;
  stock: string;
}

/** What a product without variants and further facts is created with. */
export const PLAIN = {
  options: [],
  category: "",
  tags: [],
  specifications: [],
  certificates: [],
  return_class: "seven_days" as const,
  compare_kind: "stated" as const,
};

export const emptyForm = (): ProductForm => ({
  title: "",
  description: "",
  price: "",
  compare_at: "",
  compare_basis: "",
  stock: "0",
});

export const formOf = (
  product: Pick<Product, "title" | "description" | "price" | "compare_at" | "compare_basis" | "stock">,
): ProductForm => ({
  title: product.title,
  description: product.description,
  price: moneyInput(product.price.amount, product.price.currency),
  compare_at: product.compare_at ? moneyInput(product.compare_at.amount, product.compare_at.currency) : "",
  compare_basis: product.compare_basis,
  stock: String(product.stock.on_hand),
});

export type Fault = "required" | "bad_amount" | "not_higher" | "basis_missing" | "not_whole";

/** What is wrong with the form, field by field, as keys of texts. */
export function faultsOf(form: ProductForm, currency: string): Partial<Record<keyof ProductForm, Fault>> {
  const faults: Partial<Record<keyof ProductForm, Fault>> = {};
  if (!form.title.trim()) faults["title"] = "required";
  const price = parseMoney(form.price, currency);
  if (!form.price.trim()) faults["price"] = "required";
  else if (price === null) faults["price"] = "bad_amount";
  if (form.compare_at.trim()) {
    const compared = parseMoney(form.compare_at, currency);
    if (compared === null) faults["compare_at"] = "bad_amount";
    else if (price !== null && compared <= price) faults["compare_at"] = "not_higher";
    if (!form.compare_basis.trim()) faults["compare_basis"] = "basis_missing";
  }
  if (!isWhole(form.stock)) faults["stock"] = "not_whole";
  return faults;
}

/** The body of a request; call only without faults. */
export function bodyOf(form: ProductForm, currency: string) {
  const compared = form.compare_at.trim() ? parseMoney(form.compare_at, currency) : null;
  return {
    title: form.title.trim(),
    description: form.description.trim(),
    price: parseMoney(form.price, currency) ?? 0,
    compare_at: compared,
    compare_basis: compared === null ? "" : form.compare_basis.trim(),
  };
}
