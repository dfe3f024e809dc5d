import type { Address } from "@shared/api/types";

/**
 * An address as it is written where it is: from large to small in one run in China, Taiwan, Hong Kong, Macao, Japan
 * and Korea, line by line from small to large elsewhere. The country closes it, named in the reader's language.
 */
export function addressLines(address: Address, language: string): string[] {
  const { country, region, city, line1, line2, postal_code: code } = address;
  const join = (parts: string[], between: string) => parts.filter(Boolean).join(between);
  const eastern = ["CN", "TW", "HK", "MO", "JP", "KR"].includes(country.toUpperCase());
  const lines = eastern
    ? [join([region, city === region ? "" : city, line1], ""), line2, code]
    : [line1, line2, join([city, region, code], ", ")];
  return [...lines, countryName(country, language)].filter(Boolean);
}

function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    // Typed freely and no code at all.
    return code;
  }
}
