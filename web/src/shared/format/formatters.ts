/** Formatters of the language, made once: making one costs a phone a millisecond or more, using it nearly nothing. */

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

function kept<T>(made: Map<string, T>, language: string, options: object, make: () => T): T {
  const key = `${language} ${JSON.stringify(options)}`;
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found;
}

export function numberFormat(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept(numbers, language, options, () => new Intl.NumberFormat(language, options));
}

/** English writes 9 July as 7/9 in some countries and as 9/7 in others: the browser's own English says which. */
export function datesOf(language: string): string {
  if (language !== "en") return language;
  return navigator.languages.find((each) => /^en\b/.test(each)) ?? language;
}

export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, language, options, () => new Intl.DateTimeFormat(datesOf(language), options));
}
