import type { Catalog } from "./index";

/** One catalog of a language from files by area; a section stands in one file alone, as `i18n:check` sees to. */
export function joined(files: Record<string, Catalog>): Catalog {
  return Object.assign({}, ...Object.values(files)) as Catalog;
}
