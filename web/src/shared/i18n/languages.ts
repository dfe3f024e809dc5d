import { isText, recall, remember } from "../storage";

export const LANGUAGES = ["en", "zh-CN", "zh-TW"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language by its own name; names of languages are not translated. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: "English",
  "zh-CN": "简体中文",
  "zh-TW": "繁體中文",
};

/** The language of ours nearest to a BCP 47 tag, or null when the tag is of none of them. */
export function matchLanguage(tag: string): Language | null {
  const parts = tag.toLowerCase().split("-");
  if (parts[0] === "en") return "en";
  if (parts[0] !== "zh") return null;
  if (parts.includes("hans")) return "zh-CN";
  return ["hant", "tw", "hk", "mo"].some((part) => parts.includes(part)) ? "zh-TW" : "zh-CN";
}

/** `?lang=` in the address, then the stored choice, then what the browser asks for, then English. */
export function pickLanguage(search: string, preferred: readonly string[]): Language {
  const asked = new URLSearchParams(search).get("lang");
  const stored = recall("language", isText);
  for (const tag of [asked, stored, ...preferred]) {
    const match = tag ? matchLanguage(tag) : null;
    if (match) return match;
  }
  return "en";
}

export function storeLanguage(language: Language): void {
  remember("language", language);
}
