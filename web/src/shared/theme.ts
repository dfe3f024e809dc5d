import { ref, watchEffect } from "vue";
import { recall, remember } from "./storage";

export type ThemeChoice = "system" | "light" | "dark";

const isChoice = (value: unknown): value is ThemeChoice =>
  value === "system" || value === "light" || value === "dark";

/** What the user chose; "system" follows the device. */
export const themeChoice = ref<ThemeChoice>(recall("theme", isChoice) ?? "system");

/** Keeps `data-theme` on <html> in step with the choice and the device. Call once per entry, before mounting. */
export function installTheme(): void {
  const device = matchMedia("(prefers-color-scheme: dark)");
  const deviceDark = ref(device.matches);
  device.addEventListener("change", (event) => (deviceDark.value = event.matches));
  // Paper is white: light letters could not be read there.
  const printing = ref(false);
  window.addEventListener("beforeprint", () => (printing.value = true));
  window.addEventListener("afterprint", () => (printing.value = false));
  watchEffect(
    () => {
      const dark = themeChoice.value === "dark" || (themeChoice.value === "system" && deviceDark.value);
      document.documentElement.dataset["theme"] = dark && !printing.value ? "dark" : "light";
    },
    // The page is laid out for paper as soon as "beforeprint" was told.
    { flush: "sync" },
  );
}

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  remember("theme", choice);
}
