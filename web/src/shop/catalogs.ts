import type { CatalogLoaders } from "@shared/i18n";

export const catalogs: CatalogLoaders = {
  en: () => import("./messages/en"),
  "zh-CN": () => import("./messages/zh-CN"),
  "zh-TW": () => import("./messages/zh-TW"),
};
