/** Which fields an address has, by country, and when they are filled in well enough to send. Pure. */
import type { Address, Contact } from "@shared/api/types";

export interface CheckoutForm {
  contact: Required<Contact>;
  address: Address;
  note: string;
}

export type AddressField = "region" | "city" | "line1" | "line2" | "postal_code";
export interface FieldPlan {
  field: AddressField;
  required: boolean;
  half: boolean;
}

/** Where parcels commonly go; the order is that of the select. */
export const COUNTRIES = [
  "CN", "TW", "HK", "MO", "SG", "MY", "JP", "KR", "TH", "AU", "NZ", "US", "CA", "GB", "IE", "DE", "FR", "NL", "ES", "IT",
] as const;

const plan = (field: AddressField, required: boolean, half = false): FieldPlan => ({ field, required, half });

/** Fields in the order in which people of the country write them. */
export function addressPlan(country: string): FieldPlan[] {
  switch (country) {
    case "CN":
      return [plan("region", true, true), plan("city", true, true), plan("line1", true)];
    case "TW":
      return [plan("postal_code", true), plan("region", true, true), plan("city", true, true), plan("line1", true)];
    case "HK":
    case "MO":
      return [plan("region", true), plan("line1", true), plan("line2", false)];
    case "SG":
      return [plan("line1", true), plan("line2", false), plan("postal_code", true)];
    default:
      return [
        plan("line1", true),
        plan("line2", false),
        plan("city", true, true),
        plan("postal_code", true, true),
        plan("region", false),
      ];
  }
}

const PHONES: Record<string, RegExp> = {
  CN: /^(?:\+?86)?1[3-9]\d{9}$/,
  TW: /^(?:(?:\+?886|0)9\d{8}|0\d{8,9})$/,
};

export function phoneLooksRight(phone: string, country: string): boolean {
  const digits = phone.replaceAll(/[\s().-]/g, "");
  return (PHONES[country] ?? /^\+?\d{6,15}$/).test(digits);
}

/** Dotted field paths, as the server names them, with the key of the message. */
export type FormFaults = Record<string, string>;

export function faultsOf(form: CheckoutForm): FormFaults {
  const faults: FormFaults = {};
  if (!form.contact.name.trim()) faults["contact.name"] = "checkout.need_name";
  if (!form.contact.phone.trim()) faults["contact.phone"] = "checkout.need_phone";
  else if (!phoneLooksRight(form.contact.phone, form.address.country)) faults["contact.phone"] = "checkout.odd_phone";
  const email = form.contact.email.trim();
  if (email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) faults["contact.email"] = "account.email_bad";
  for (const { field, required } of addressPlan(form.address.country)) {
    if (required && !form.address[field].trim()) faults[`address.${field}`] = "checkout.need_field";
  }
  return faults;
}

/** The form without stray blanks, and without values of fields that the country does not have. */
export function cleaned(form: CheckoutForm): CheckoutForm {
  const used = new Set<string>(addressPlan(form.address.country).map((item) => item.field));
  const value = (field: AddressField) => (used.has(field) ? form.address[field].trim() : "");
  return {
    contact: { name: form.contact.name.trim(), phone: form.contact.phone.trim(), email: form.contact.email.trim() },
    address: {
      country: form.address.country,
      region: value("region"),
      city: value("city"),
      line1: value("line1"),
      line2: value("line2"),
      postal_code: value("postal_code"),
    },
    note: form.note.trim(),
  };
}

/** The likeliest country of a first-time buyer. */
export function guessCountry(currency: string, language: string): string {
  const byCurrency: Record<string, string> = {
    CNY: "CN", TWD: "TW", HKD: "HK", MOP: "MO", SGD: "SG", MYR: "MY", JPY: "JP", KRW: "KR", THB: "TH",
    AUD: "AU", NZD: "NZ", USD: "US", CAD: "CA", GBP: "GB",
  };
  return byCurrency[currency] ?? (language === "zh-TW" ? "TW" : language === "zh-CN" ? "CN" : "US");
}

export function emptyForm(country: string): CheckoutForm {
  return {
    contact: { name: "", phone: "", email: "" },
    address: { country, region: "", city: "", line1: "", line2: "", postal_code: "" },
    note: "",
  };
}
