import "@shared/styles/base.css";
import { installLanguage } from "@shared/i18n";
import { keepInvite } from "@shared/api/invite";
import { preloadPlayer } from "@shared/player/engine";
import { installMotion } from "@shared/motion";
import { installTheme } from "@shared/theme";
import { createApp } from "vue";
import App from "./App.vue";
import { catalogs } from "./catalogs";
import { installWorker } from "./install";
import { loadAnewWhenPartsAreGone } from "@shared/staleParts";
import { followPlainLinks, router } from "./router";
import { beginShow } from "./show";

// A viewer wants the picture: fetch the show and the player while texts and components are still on their way.
const show = /^\/s\/([^/]+)/.exec(location.pathname)?.[1];
if (show) {
  preloadPlayer();
  const invite = new URLSearchParams(location.search).get("invite");
  if (invite) keepInvite(decodeURIComponent(show), invite);
  beginShow(decodeURIComponent(show));
}

installTheme();
installMotion();
followPlainLinks();
loadAnewWhenPartsAreGone(router);
const i18n = await installLanguage(catalogs);
installWorker();
const app = createApp(App).use(i18n).use(router);
// Reading the scripts, finding the page and building it are a task each. A page that cannot be had is the router's affair.
await router.isReady().catch(() => undefined);
await new Promise((resolve) => setTimeout(resolve));
app.mount("#app");
