import { createRouter, createWebHistory } from "vue-router";
import { askSession } from "./lib/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Reached without a session: sign-in, set-up, one-time link. */
    gate?: boolean;
    /** The desk: dark whatever the theme, and filling the screen. */
    desk?: boolean;
    /** Key of the page's name. */
    title?: string;
    /** Without it, the page is closed to one's role. */
    scope?: string;
  }
}

export const router = createRouter({
  history: createWebHistory("/console"),
  routes: [
    { path: "/", name: "home", component: () => import("./shows/HomePage.vue"), meta: { title: "nav.on_air" } },
    { path: "/guide", name: "guide", component: () => import("./guide/GuidePage.vue"), meta: { title: "guide.title" } },
    {
      path: "/sign-in",
      name: "sign-in",
      component: () => import("./gate/SignInPage.vue"),
      meta: { gate: true, title: "gate.sign_in" },
    },
    {
      path: "/setup",
      name: "setup",
      component: () => import("./gate/SetupPage.vue"),
      meta: { gate: true, title: "gate.setup" },
    },
    {
      path: "/enter",
      name: "enter",
      component: () => import("./gate/EnterPage.vue"),
      meta: { gate: true, title: "gate.sign_in" },
    },
    {
      path: "/away",
      name: "away",
      component: () => import("./gate/AwayPage.vue"),
      meta: { gate: true, title: "gate.away" },
    },
    { path: "/shows", name: "shows", component: () => import("./shows/ShowsPage.vue"), meta: { title: "nav.shows", scope: "shows:read" } },
    {
      path: "/shows/:id",
      name: "desk",
      component: () => import("./desk/DeskPage.vue"),
      meta: { desk: true, title: "nav.on_air", scope: "shows:read" },
    },
    {
      path: "/shows/:id/studio",
      name: "studio",
      component: () => import("./studio/StudioPage.vue"),
      meta: { desk: true, title: "studio.name_studio", scope: "shows:read" },
    },
    {
      path: "/shows/:id/replay",
      name: "replay",
      component: () => import("./replay/ReplayPage.vue"),
      meta: { title: "replay.name", scope: "shows:read" },
    },
    {
      path: "/shows/:id/summary",
      name: "summary",
      component: () => import("./summary/SummaryPage.vue"),
      meta: { title: "summary.name", scope: "shows:read" },
    },
    {
      path: "/shows/:id/chain",
      name: "chain",
      component: () => import("./chain/ChainPage.vue"),
      meta: { title: "chain.name", scope: "shows:read" },
    },
    {
      path: "/products/import",
      name: "product-import",
      component: () => import("./products/import/ImportPage.vue"),
      meta: { title: "transfer.title", scope: "products:write" },
    },
    {
      path: "/products",
      name: "products",
      component: () => import("./products/ProductsPage.vue"),
      meta: { title: "nav.products", scope: "products:read" },
    },
    {
      path: "/products/new",
      name: "product-new",
      component: () => import("./products/ProductPage.vue"),
      meta: { title: "products.new", scope: "products:write" },
    },
    {
      path: "/products/:id",
      name: "product-edit",
      component: () => import("./products/ProductPage.vue"),
      meta: { title: "products.edit", scope: "products:write" },
    },
    {
      path: "/orders",
      name: "orders",
      component: () => import("./orders/OrdersPage.vue"),
      meta: { title: "nav.orders", scope: "orders:read" },
    },
    {
      path: "/settings/:section(store|staff|payments|mail|work|device|account|audit|retention|buyers|system)?",
      name: "settings",
      component: () => import("./settings/SettingsPage.vue"),
      meta: { title: "nav.settings" },
    },
    {
      path: "/:rest(.*)*",
      name: "missing",
      component: () => import("./shell/MissingPage.vue"),
      meta: { title: "nav.missing" },
    },
  ],
});

// Another page begins at its top; opening a drawer or filtering keeps the place.
router.afterEach((to, from) => {
  if (to.path !== from.path) scrollTo({ top: 0 });
});

router.beforeEach(async (to) => {
  if (to.meta.gate) return true;
  const session = await askSession();
  if (session === "in") return true;
  const query = to.fullPath === "/" ? {} : { next: to.fullPath };
  return { name: session === "away" ? "away" : "sign-in", query };
});
