import { numberFormat } from "./formatters";

import type { Money } from "../api/types";

/** The one formatter of a currency: to make it costs a phone more than all that is done with it. */
function priceFormat(currency: string, language: string): Intl.NumberFormat {
  return numberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
}

const digitsOf = (format: Intl.NumberFormat): number => format.resolvedOptions().maximumFractionDigits ?? 2;

/** Digits after the point of a currency's minor unit, as ISO 4217 has it (2 for CNY, 0 for JPY). */
export function currencyExponent(currency: string): number {
  return digitsOf(priceFormat(currency, "en"));
}

/** The parts of an amount; with `trim`, none of a fraction that is nothing. */
function partsOf({ amount, currency }: Money, language: string, trim: boolean): Intl.NumberFormatPart[] {
  const format = priceFormat(currency, language);
  const unit = 10 ** digitsOf(format);
  const parts = format.formatToParts(amount / unit);
  if (!trim || amount % unit !== 0) return parts;
  return parts.filter(({ type }) => type !== "decimal" && type !== "fraction");
}

/**
 * Taiwan dollars are counted in hundredths on the wire but priced in whole dollars everywhere, so an amount without
 * hundredths shows none; the same holds for any currency when `trim` is set.
 */
export function formatMoney(money: Money, language: string, trim = true): string {
  return partsOf(money, language, trim)
    .map((part) => part.value)
    .join("");
}

/** The parts of a price, for a small symbol before big digits. */
export function moneyParts(money: Money, language: string): { symbol: string; digits: string } {
  const parts = partsOf(money, language, true);
  const pick = (symbol: boolean) =>
    parts
      .filter((part) => (part.type === "currency") === symbol)
      .map((part) => part.value)
      .join("")
      .trim();
  return { symbol: pick(true), digits: pick(false) };
}

/** Minor units from what a person typed ("199", "1,299.5"); null when it is no amount of that currency. */
export function parseMoney(text: string, currency: string): number | null {
  const digits = currencyExponent(currency);
  // NFKC turns the full-width digits and marks of Chinese keyboards into plain ones; only the full stop stays.
  const clean = text.normalize("NFKC").replaceAll("。", ".").replaceAll(/[\s,]/g, "");
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(clean);
  if (!match) return null;
  const fraction = match[2] ?? "";
  if (fraction.length > digits) return null;
  return Number(`${match[1]}${fraction.padEnd(digits, "0")}`);
}

/** Minor units as plain digits for an input field ("19900" CNY -> "199.00"). */
export function moneyInput(amount: number, currency: string): string {
  const digits = currencyExponent(currency);
  if (digits === 0) return String(amount);
  const text = String(amount).padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export const times = (money: Money, quantity: number): Money => ({
  amount: money.amount * quantity,
  currency: money.currency,
});

/** How much less `now` is than `before` in whole percent, or null when it is not less. */
export function percentOff(now: Money, before: Money | null): number | null {
  if (before?.currency !== now.currency || before.amount <= now.amount) return null;
  return Math.floor(((before.amount - now.amount) / before.amount) * 100);
}
