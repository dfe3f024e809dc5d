import "@shared/styles/base.css";
import { installLanguage } from "@shared/i18n";
import { loadAnewWhenPartsAreGone } from "@shared/staleParts";
import { installTheme } from "@shared/theme";
import { createApp } from "vue";
import App from "./App.vue";
import { catalogs } from "./catalogs";
import { watchForSignOut } from "./lib/session";
import { router } from "./router";

installTheme();
loadAnewWhenPartsAreGone(router);
const i18n = await installLanguage(catalogs);
watchForSignOut(() => {
  const { fullPath, meta } = router.currentRoute.value;
  if (!meta.gate) void router.push({ name: "sign-in", query: { next: fullPath, lost: "1" } });
});
createApp(App).use(i18n).use(router).mount("#app");
