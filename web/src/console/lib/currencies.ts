/** Currencies a store can have, as the server takes them. */
export const CURRENCIES = ["CNY", "TWD", "HKD", "USD", "EUR", "GBP", "JPY", "KRW", "SGD", "MYR", "THB", "AUD", "CAD", "NZD"] as const;

/** "CNY · 人民币" in the language on screen. */
export function currencyLabel(code: string, language: string): string {
  const name = new Intl.DisplayNames([language], { type: "currency" }).of(code);
  return name && name !== code ? `${code} · ${name}` : code;
}
