/** Registers the worker that keeps the shell, and offers a new version when one waits. */
import { translate } from "@shared/i18n";
import { toast } from "@shared/ui";

const EVERY = 3_600_000;

export function installWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { serviceWorker } = navigator;
  let agreed = false;
  serviceWorker.addEventListener("controllerchange", () => agreed && location.reload());

  function offer(registration: ServiceWorkerRegistration): void {
    const waiting = registration.waiting;
    // The first one has nothing to replace.
    if (!waiting || !serviceWorker.controller) return;
    toast(translate("install.ready"), {
      action: {
        label: translate("install.reload"),
        run: () => {
          agreed = true;
          waiting.postMessage("take over");
        },
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
    setInterval(() => void registration.update().catch(() => undefined), EVERY);
  }

  // The picture comes first; without the worker the shop works all the same.
  const begin = () => setTimeout(() => void register().catch(() => undefined), 4000);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}
