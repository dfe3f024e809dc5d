import { keepInvite } from "@shared/api/invite";
import { createRouter, createWebHistory } from "vue-router";
// In the first file: most come by a show's link, and a phone waits longer for one file more than for these bytes.
import RoomPage from "./pages/RoomPage.vue";

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", name: "lobby", component: () => import("./pages/LobbyPage.vue") },
    { path: "/s/:show", name: "room", component: RoomPage, props: true },
    { path: "/orders", name: "orders", component: () => import("./pages/OrdersPage.vue") },
    { path: "/orders/find", name: "find", component: () => import("./pages/FindOrderPage.vue") },
    { path: "/orders/:order", name: "order", component: () => import("./pages/OrderPage.vue"), props: true },
    { path: "/account", name: "account", component: () => import("./pages/AccountPage.vue") },
    { path: "/:rest(.*)*", name: "missing", component: () => import("./pages/MissingPage.vue") },
  ],
});

// An invitation is taken out of the address, where others could read it.
router.beforeEach((to) => {
  const { invite, ...query } = to.query;
  const { show } = to.params;
  if (typeof invite !== "string" || typeof show !== "string") return true;
  keepInvite(show, invite);
  return { path: to.path, query, hash: to.hash, replace: true };
});

const OURS = /^\/(?:$|s\/|account$|orders(?:$|\/))/;

/** Plain links to our own pages turn the page without loading it anew. */
export function followPlainLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.origin !== location.origin || !OURS.test(link.pathname)) return;
    // A place on this very page: the browser scrolls there, and takes the focus along.
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    void router.push(link.pathname + link.search + link.hash);
  });
}
