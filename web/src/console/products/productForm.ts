/** Between what a person types and what the API takes; amounts go from text to minor units without floats. */
import type { components } from "@shared/api/schema";
import type { Product } from "@shared/api/types";
import { moneyInput, parseMoney } from "@shared/format";
import { isWhole } from "../lib/checks";
import type { Line } from "../lib/draft";
import { fromLocalInput, toLocalInput } from "../shows/showForm";
import { VARIANT_LIMIT, type VariantLine, emptyLine, keyOf, partsOf, partsText } from "./variantGrid";

type Schemas = components["schemas"];

export interface ProductForm {
  [field: string]: string | string[] | Line[];
  title: string;
  description: string;
  category: string;
  tags: string[];
  option1: string;
  option2: string;
  values1: string[];
  values2: string[];
  variants: VariantLine[];
  /** Combinations that are not sold, by `keyOf`. */
  left_out: string[];
  specifications: Line[];
  certificates: Line[];
  return_class: string;
  limit_per_buyer: string;
  sale_from: string;
  sale_until: string;
  compare_kind: string;
  compare_basis: string;
}

export const emptySpecification = (): Line => ({ name: "", value: "" });
export const emptyCertificate = (): Line => ({ name: "", number: "", issuer: "", valid_until: "" });

export const emptyForm = (): ProductForm => ({
  title: "",
  description: "",
  category: "",
  tags: [],
  option1: "",
  option2: "",
  values1: [],
  values2: [],
  variants: [emptyLine()],
  left_out: [],
  specifications: [],
  certificates: [],
  return_class: "seven_days",
  limit_per_buyer: "",
  sale_from: "",
  sale_until: "",
  compare_kind: "stated",
  compare_basis: "",
});

const local = (at: string | null): string => (at ? toLocalInput(new Date(at)) : "");

export function formOf(product: Product): ProductForm {
  const variants = product.variants.map((variant) => lineOf(product, variant));
  const values = (which: "v1" | "v2") => [...new Set(variants.map((line) => line[which]).filter(Boolean))];
  const [values1, values2] = [values("v1"), values("v2")];
  const sold = new Set(variants.map(keyOf));
  return {
    ...emptyForm(),
    title: product.title,
    description: product.description,
    category: product.category?.path ?? "",
    tags: [...product.tags],
    option1: product.options[0] ?? "",
    option2: product.options[1] ?? "",
    values1,
    values2,
    variants,
    left_out: values1.flatMap((v1) => (values2.length > 0 ? values2 : [""]).map((v2) => keyOf({ v1, v2 }))).filter((key) => !sold.has(key)),
    specifications: product.specifications.map(({ name, value }) => ({ name, value })),
    certificates: product.certificates.map((item) => ({ name: item.name, number: item.number, issuer: item.issuer, valid_until: item.valid_until ?? "" })),
    return_class: product.return_class,
    limit_per_buyer: product.limit_per_buyer === null ? "" : String(product.limit_per_buyer),
    sale_from: local(product.sale_from),
    sale_until: local(product.sale_until),
    compare_kind: product.compare_kind,
    compare_basis: product.compare_basis,
  };
}

function lineOf(product: Product, variant: Product["variants"][number]): VariantLine {
  const [v1 = "", v2 = ""] = variant.values;
  const { amount, currency } = variant.price;
  return {
    id: variant.id,
    v1,
    v2,
    sku: variant.sku ?? "",
    price: moneyInput(amount, currency),
    compare_at: variant.compare_at && product.compare_kind === "stated" ? moneyInput(variant.compare_at.amount, currency) : "",
    stock: String(variant.stock.on_hand),
    low_at: String(variant.low_at),
    picture: product.pictures.find((picture) => picture.url === variant.picture_url)?.id ?? "",
    parts: partsText(variant.components),
  };
}

export type Fault = "required" | "bad_amount" | "not_higher" | "basis_missing" | "not_whole" | "too_many" | "twice" | "no_values" | "ends_early";

/** What is wrong with the form, as keys of texts by path: "title", "variants.0.price". */
export function faultsOf(form: ProductForm, currency: string): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  if (!form.title.trim()) faults["title"] = "required";
  optionFaults(form, faults);
  if (form.variants.length > VARIANT_LIMIT) faults["variants"] = "too_many";
  if (form.variants.length === 0) faults["variants"] = "required";
  const skus = form.variants.map((line) => line.sku.trim()).filter(Boolean);
  form.variants.forEach((line, index) => {
    for (const [field, fault] of Object.entries(lineFaults(line, form, currency))) faults[`variants.${index}.${field}`] = fault;
    if (line.sku.trim() && skus.filter((sku) => sku === line.sku.trim()).length > 1) faults[`variants.${index}.sku`] = "twice";
  });
  if (isStruck(form) && !form.compare_basis.trim()) faults["compare_basis"] = "basis_missing";
  form.specifications.forEach((line, index) => {
    for (const field of ["name", "value"]) if (!isBlank(line) && !line[field]?.trim()) faults[`specifications.${index}.${field}`] = "required";
  });
  form.certificates.forEach((line, index) => {
    if (!isBlank(line) && !line["name"]?.trim()) faults[`certificates.${index}.name`] = "required";
  });
  if (form.limit_per_buyer.trim() && !(isWhole(form.limit_per_buyer) && Number(form.limit_per_buyer) > 0)) faults["limit_per_buyer"] = "not_whole";
  const [from, until] = [fromLocalInput(form.sale_from), fromLocalInput(form.sale_until)];
  if (from && until && until <= from) faults["sale_until"] = "ends_early";
  return faults;
}

function optionFaults(form: ProductForm, faults: Record<string, Fault>): void {
  for (const [name, values] of [
    ["option1", form.values1],
    ["option2", form.values2],
  ] as const) {
    const filled = values.filter((value) => value.trim());
    if (form[name].trim() && filled.length === 0) faults[name] = "no_values";
    if (!form[name].trim() && filled.length > 0) faults[name] = "required";
  }
  if (form.option2.trim() && form.option1.trim() === form.option2.trim()) faults["option2"] = "twice";
}

function lineFaults(line: VariantLine, form: ProductForm, currency: string): Record<string, Fault> {
  const faults: Record<string, Fault> = {};
  const price = parseMoney(line.price, currency);
  if (!line.price.trim()) faults["price"] = "required";
  else if (price === null) faults["price"] = "bad_amount";
  if (form.compare_kind === "stated" && line.compare_at.trim()) {
    const compared = parseMoney(line.compare_at, currency);
    if (compared === null) faults["compare_at"] = "bad_amount";
    else if (price !== null && compared <= price) faults["compare_at"] = "not_higher";
  }
  if (!line.id && !line.parts && !isWhole(line.stock)) faults["stock"] = "not_whole";
  if (!isWhole(line.low_at)) faults["low_at"] = "not_whole";
  return faults;
}

/** Some price is struck through whose basis staff must state. */
export const isStruck = (form: ProductForm): boolean =>
  form.compare_kind === "stated" && form.variants.some((line) => line.compare_at.trim());

const isBlank = (line: Line): boolean => Object.values(line).every((text) => !text.trim());

/** The body of a request; call only without faults. `pictures` turns keys of pictures into ids of the server. */
export function bodyOf(form: ProductForm, currency: string, pictures: ReadonlyMap<string, string> = new Map()) {
  const options = [form.option1, form.option2].map((name) => name.trim()).filter(Boolean);
  const stated = form.compare_kind === "stated";
  return {
    title: form.title.trim(),
    description: form.description.trim(),
    category: form.category.trim(),
    tags: form.tags,
    options,
    variants: form.variants.map((line): Schemas["VariantInput"] => ({
      id: line.id || null,
      values: [line.v1, line.v2].map((value) => value.trim()).filter(Boolean),
      sku: line.sku.trim() || null,
      price: parseMoney(line.price, currency) ?? 0,
      compare_at: stated && line.compare_at.trim() ? parseMoney(line.compare_at, currency) : null,
      stock: line.id || line.parts ? 0 : Number(line.stock),
      low_at: Number(line.low_at),
      picture_id: pictures.get(line.picture) ?? null,
      components: partsOf(line.parts),
    })),
    compare_kind: stated ? ("stated" as const) : ("lowest_paid" as const),
    compare_basis: isStruck(form) ? form.compare_basis.trim() : "",
    specifications: form.specifications.filter((line) => !isBlank(line)).map((line) => ({ name: line["name"] ?? "", value: line["value"] ?? "" })),
    certificates: form.certificates
      .filter((line) => !isBlank(line))
      .map((line) => ({ name: line["name"] ?? "", number: line["number"] ?? "", issuer: line["issuer"] ?? "", valid_until: line["valid_until"] === "" ? null : (line["valid_until"] ?? null) })),
    return_class: form.return_class as Product["return_class"],
    limit_per_buyer: form.limit_per_buyer.trim() ? Number(form.limit_per_buyer) : null,
    sale_from: fromLocalInput(form.sale_from),
    sale_until: fromLocalInput(form.sale_until),
  };
}

/**
 * Makes lines of an older draft fit the product of today: a variant that is gone is a new one now, and fields that the
 * draft does not know are empty.
 */
export function mended(lines: readonly Line[], product: Product | null): VariantLine[] {
  const known = new Set(product?.variants.map((variant) => variant.id));
  return lines.map((line) => {
    const whole = { ...emptyLine(), ...line };
    return { ...whole, id: known.has(whole.id) ? whole.id : "" };
  });
}
