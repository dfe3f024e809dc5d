/**
 * Languages of the pages.
 *
 * Each entry has its own catalogs (`src/<entry>/messages/<language>.json`; the shop's and the console's are large, and
 * by area in `messages/<language>/`) beside the shared ones; only the chosen language is loaded. `npm run i18n:check`
 * holds the three in step and finds keys that are missing or unused.
 */
import { createI18n } from "vue-i18n";
import { compileText } from "./compiler";
import { setApiLanguage } from "../api/client";
import { type Language, pickLanguage, storeLanguage } from "./languages";

export { LANGUAGE_NAMES, LANGUAGES, type Language } from "./languages";

/** A catalog as JSON: nested objects with texts as leaves. */
export interface Catalog {
  [key: string]: string | Catalog;
}
type Loader = () => Promise<{ default: Catalog }>;
export type CatalogLoaders = Record<Language, Loader>;

/**
 * One catalog of a language from files by area; a section stands in one file alone, as `i18n:check` sees to. It stands
 * here, in what every page has by then: in a file of its own the texts would wait for one more script.
 */
export function joined(files: Record<string, Catalog>): Catalog {
  return Object.assign({}, ...Object.values(files)) as Catalog;
}

const sharedCatalogs: CatalogLoaders = {
  en: () => import("./messages/en.json"),
  "zh-CN": () => import("./messages/zh-CN.json"),
  "zh-TW": () => import("./messages/zh-TW.json"),
};

// The empty catalogs give vue-i18n its type; real ones arrive in setLanguage().
const empty: Record<Language, Catalog> = { en: {}, "zh-CN": {}, "zh-TW": {} };
const i18n = createI18n({
  legacy: false,
  locale: "en",
  fallbackLocale: "en",
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
  messages: empty,
  messageCompiler: compileText,
});

let entryCatalogs: CatalogLoaders | null = null;

/** Loads the texts of a language and turns the page to it. */
export async function setLanguage(language: Language): Promise<void> {
  const [shared, own] = await Promise.all([sharedCatalogs[language](), entryCatalogs?.[language]()]);
  i18n.global.setLocaleMessage(language, { ...shared.default, ...own?.default });
  i18n.global.locale.value = language;
  document.documentElement.lang = language;
  setApiLanguage(language);
}

/** The user picks a language: turn to it and remember it. */
export async function chooseLanguage(language: Language): Promise<void> {
  await setLanguage(language);
  storeLanguage(language);
}

/** The i18n plugin of an entry, with the texts of the first language loaded. */
export async function installLanguage(catalogs: CatalogLoaders): Promise<typeof i18n> {
  entryCatalogs = catalogs;
  await setLanguage(pickLanguage(location.search, navigator.languages));
  return i18n;
}

/** The language now shown; reactive. */
export function currentLanguage(): Language {
  return i18n.global.locale.value;
}

/** Translation outside components (inside them use `useI18n().t`). */
export function translate(key: string, values: Record<string, unknown> = {}): string {
  return i18n.global.t(key, values);
}
