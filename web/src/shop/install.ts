/** Registers the worker that keeps the shell, and offers a new version when one waits. */
import { translate } from "@shared/i18n";
import { toast } from "@shared/ui";

const EVERY = 3_600_000;
/** How long it is offered at a time: nobody waits for it, and it needs some words to be read; milliseconds. */
const OFFERED = 30_000;

export function installWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  let agreed = false;
  serviceWorker.addEventListener("controllerchange", () => agreed && location.reload());

  /** By then another one may wait, be on its way, or have been let in by another window. */
  function takeOver(registration: ServiceWorkerRegistration): void {
    agreed = true;
    if (registration.waiting) registration.waiting.postMessage("take over");
    else if (!registration.installing) location.reload();
  }

  function offer(registration: ServiceWorkerRegistration): void {
    // The first one has nothing to replace.
    if (!registration.waiting || !serviceWorker.controller) return;
    if (agreed) {
      takeOver(registration);
      return;
    }
    toast(translate("install.ready"), {
      for: OFFERED,
      action: {
        label: translate("install.reload"),
        run: () => takeOver(registration),
      },
    });
  }

  async function register(): Promise<void> {
    const registration = await serviceWorker.register("/sw.js");
    offer(registration);
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => coming.state === "installed" && offer(registration));
    });
    // Who comes back to a shop that stayed open all day has not seen it.
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && offer(registration));
    setInterval(() => void registration.update().catch(() => undefined), EVERY);
  }

  // The picture comes first; without the worker the shop works all the same.
  const begin = () => setTimeout(() => void register().catch(() => undefined), 4000);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}
