/** A kept product page: its content is as old as the order, so nothing about its shape is taken for granted. Pure. */
import type { ProductPage } from "@shared/api/types";

export interface Kept {
  title: string;
  description: string;
  currency: string;
  variants: { id: string; values: string[]; price: number }[];
  pictures: string[];
  specifications: ProductPage["specifications"];
  certificates: ProductPage["certificates"];
  return_class: "seven_days" | "conditional" | "excluded";
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] => list(value).filter((each) => typeof each === "string");
const records = (value: unknown): Record<string, unknown>[] =>
  list(value).filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);

export function keptFrom(content: Record<string, unknown>): Kept {
  const rule = content["return_class"];
  return {
    title: text(content["title"]),
    description: text(content["description"]),
    currency: text(content["currency"]) || "USD",
    variants: records(content["variants"]).map((each) => ({
      id: text(each["id"]),
      values: texts(each["values"]),
      price: typeof each["price"] === "number" ? each["price"] : 0,
    })),
    pictures: texts(content["pictures"]),
    specifications: records(content["specifications"]).map((each) => ({ name: text(each["name"]), value: text(each["value"]) })),
    certificates: records(content["certificates"]).map((each) => ({
      name: text(each["name"]),
      number: text(each["number"]),
      issuer: text(each["issuer"]),
      valid_until: text(each["valid_until"]) || null,
    })),
    return_class: rule === "conditional" || rule === "excluded" ? rule : "seven_days",
  };
}
