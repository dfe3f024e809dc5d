import "@shared/styles/base.css";
import { installLanguage } from "@shared/i18n";
import { installTheme } from "@shared/theme";
import { createApp } from "vue";
import App from "./App.vue";
import { catalogs } from "./catalogs";

installTheme();
const i18n = await installLanguage(catalogs);
createApp(App).use(i18n).mount("#app");
