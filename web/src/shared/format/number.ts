import { numberFormat } from "./formatters";

/** Numbers as the language writes them; large ones shortened (12,345 -> "12K", "1.2万", "1.2萬"). */
export function formatCount(count: number, language: string): string {
  if (Math.abs(count) < 10_000) return numberFormat(language).format(count);
  return numberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

export function formatNumber(value: number, language: string, options: Intl.NumberFormatOptions = {}): string {
  return numberFormat(language, options).format(value);
}

/** A bit rate given in kbit/s. */
export function formatKbps(kbps: number, language: string): string {
  return kbps >= 1000
    ? `${formatNumber(kbps / 1000, language, { maximumFractionDigits: 1 })} Mbit/s`
    : `${formatNumber(Math.round(kbps), language)} kbit/s`;
}
