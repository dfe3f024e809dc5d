import type { CatalogLoaders } from "@shared/i18n";

export const catalogs: CatalogLoaders = {
  en: () => import("./messages/en.json"),
  "zh-CN": () => import("./messages/zh-CN.json"),
  "zh-TW": () => import("./messages/zh-TW.json"),
};
