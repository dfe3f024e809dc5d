/** Less motion, by the device's wish or by a switch here; base.css hangs on `data-motion`. */
import { ref, watchEffect } from "vue";
import { isFlag, recall, remember } from "./storage";

/** Whether the user asked this page for less motion, whatever the device says. */
export const calm = ref(recall("calm", isFlag) ?? false);
const device = matchMedia("(prefers-reduced-motion: reduce)");
const deviceCalm = ref(device.matches);
device.addEventListener("change", (event) => (deviceCalm.value = event.matches));

export const isCalm = (): boolean => calm.value || deviceCalm.value;

/** Keeps <html> in step. Call once per entry, before mounting. */
export function installMotion(): void {
  watchEffect(() => {
    if (calm.value) document.documentElement.dataset["motion"] = "calm";
    else delete document.documentElement.dataset["motion"];
  });
}

export function chooseCalm(value: boolean): void {
  calm.value = value;
  remember("calm", value);
}
