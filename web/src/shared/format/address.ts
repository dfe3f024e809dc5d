import type { Address } from "../api/types";

const EASTERN = new Set(["CN", "TW", "HK", "MO", "JP", "KR"]);
const CHARACTERS = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
const WRITTEN_EASTERN = new RegExp(`[${CHARACTERS}\\p{Script=Hangul}]`, "u");
/** Where two parts meet without a space: Chinese and Japanese leave none, Korean does. */
const SEAMLESS = new RegExp(`[${CHARACTERS}]\\n(?=[${CHARACTERS}])`, "gu");

/**
 * An address as it is written where it is: from large to small in one run in China, Taiwan, Hong Kong, Macao, Japan
 * and Korea, line by line from small to large elsewhere and in Latin letters. The country closes it, named in the
 * reader's language.
 */
export function addressLines(address: Address, language: string): string[] {
  const { country, region, city: town, line1, line2, postal_code: code } = address;
  const city = town === region ? "" : town;
  const lines = runsFromLarge(address)
    ? [run([region, city, line1]), line2, code]
    : [line1, line2, [city, region, code].filter(Boolean).join(", ")];
  return [...lines, countryName(country, language)].filter(Boolean);
}

/** The same in one line. */
export const addressLine = (address: Address, language: string): string =>
  addressLines(address, language).join(runsFromLarge(address) ? " " : ", ");

function runsFromLarge({ country, region, city, line1 }: Address): boolean {
  return EASTERN.has(country.toUpperCase()) && WRITTEN_EASTERN.test(region + city + line1);
}

const run = (parts: string[]): string =>
  parts
    .filter(Boolean)
    .join("\n")
    .replace(SEAMLESS, (seam) => seam.slice(0, -1))
    .replaceAll("\n", " ");

function countryName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    // Typed freely and no code at all.
    return code;
  }
}
