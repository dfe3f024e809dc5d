/** What the buyer filled in last time, kept on this device only and only when they want it. */
import { forget, recall, remember } from "@shared/storage";
import { type CheckoutForm, COUNTRIES, emptyForm } from "./address";

type Kept = Pick<CheckoutForm, "contact" | "address">;

const texts = (value: unknown, keys: readonly string[]): boolean =>
  typeof value === "object" &&
  value !== null &&
  keys.every((key) => typeof (value as Record<string, unknown>)[key] === "string");

function isKept(value: unknown): value is Kept {
  const kept = value as Partial<Kept> | null;
  return (
    texts(kept?.contact, ["name", "phone"]) &&
    texts(kept?.address, ["country", "region", "city", "line1", "line2", "postal_code"]) &&
    COUNTRIES.some((country) => country === kept?.address?.country)
  );
}

export function recallForm(country: string): CheckoutForm {
  const kept = recall("checkout", isKept);
  // What was kept before there was a field for it has no e-mail address.
  return kept ? { ...kept, contact: { ...emptyForm(country).contact, ...kept.contact }, note: "" } : emptyForm(country);
}

export const forgetForm = (): void => forget("checkout");

export function keepForm(form: CheckoutForm, wanted: boolean): void {
  if (wanted) remember("checkout", { contact: form.contact, address: form.address } satisfies Kept);
  else forgetForm();
}
