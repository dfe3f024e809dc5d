/** Registers the worker that keeps the shell, and offers a new version when one waits. */
import { translate } from "@shared/i18n";
import { toast, toasts } from "@shared/ui";

/** How often a page that stays open asks for a new version; milliseconds. */
const EVERY = 3_600_000;
/** Who comes back to the page asks, too, but not again within this time; milliseconds. */
const AGAIN = 60_000;
/** How long it is offered at a time: nobody waits for it, and it needs some words to be read; milliseconds. */
const OFFERED = 30_000;
/** How long the version agreed to may take to take over: it waits until the one before has no work; milliseconds. */
const TAKES_OVER = 2_000;
/** In this tab's memory: the next page is begun with a version that was agreed to. */
const AGREED = "kaibo.version_agreed";

function remember(): void {
  try {
    sessionStorage.setItem(AGREED, "");
  } catch {
    // It is offered once more.
  }
}

function recall(): boolean {
  try {
    const found = sessionStorage.getItem(AGREED) !== null;
    sessionStorage.removeItem(AGREED);
    return found;
  } catch {
    return false;
  }
}

export function installWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  let agreed = false;
  let refused: ServiceWorker | null = null;
  /** Agreed to on the page before this one, which was begun with it. */
  let accepted: ServiceWorker | null = null;
  let isCarried = recall();
  serviceWorker.addEventListener("controllerchange", () => agreed && location.reload());

  /** By then another one may wait, be on its way, or have been let in by another window. */
  function takeOver(registration: ServiceWorkerRegistration): void {
    agreed = true;
    remember();
    registration.waiting?.postMessage("take over");
    // The page itself always comes from the network: who agreed need not wait for the worker for long.
    if (registration.waiting || registration.installing) setTimeout(() => location.reload(), TAKES_OVER);
    else location.reload();
  }

  function offer(registration: ServiceWorkerRegistration): void {
    const { waiting } = registration;
    // The first one has nothing to replace.
    if (!waiting || waiting === refused || waiting === accepted || !serviceWorker.controller) return;
    if (isCarried) {
      isCarried = false;
      accepted = waiting;
      waiting.postMessage("take over");
      return;
    }
    if (agreed) {
      takeOver(registration);
      return;
    }
    const text = translate("install.ready");
    if (toasts.value.some((standing) => standing.text === text)) return;
    toast(text, {
      for: OFFERED,
      action: { label: translate("install.reload"), run: () => takeOver(registration) },
      refuse: { label: translate("install.later"), run: () => (refused = registration.waiting) },
    });
  }

  async function register(): Promise<void> {
    const registration = await serviceWorker.register("/sw.js");
    const offerOnceThere = (coming: ServiceWorker | null) =>
      coming?.addEventListener("statechange", () => coming.state === "installed" && offer(registration));
    offer(registration);
    if (!registration.installing) isCarried = false;
    // The browser asked by itself when it opened the page, and may be fetching one.
    offerOnceThere(registration.installing);
    registration.addEventListener("updatefound", () => offerOnceThere(registration.installing));

    // A browser asks when it opens a page; who watches all evening opens none.
    let asked = -Infinity;
    function ask(): void {
      if (Date.now() - asked < AGAIN) return;
      asked = Date.now();
      void registration.update().catch(() => undefined);
    }
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") return;
      // It may have come while nobody saw it.
      offer(registration);
      ask();
    });
    setInterval(ask, EVERY);
  }

  // The picture comes first; without the worker the shop works all the same.
  const begin = () => setTimeout(() => void register().catch(() => undefined), 4000);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}
