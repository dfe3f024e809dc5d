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
  watchEffect(() => {
    const dark = themeChoice.value === "dark" || (themeChoice.value === "system" && deviceDark.value);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  });
}

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  remember("theme", choice);
}
