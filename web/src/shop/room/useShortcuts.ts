/** Single keys for the room; silent while someone types or a sheet is open. */
import { overlayOpen } from "@shared/ui";
import { onBeforeUnmount, onMounted } from "vue";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest("input:not([type=range]), textarea, select, [contenteditable]") !== null;

/** A slider turns the arrows into steps itself. */
const sliding = (event: KeyboardEvent): boolean =>
  event.key.startsWith("Arrow") && event.target instanceof HTMLInputElement;

/** `inForce` tells whether they work now. */
export function useShortcuts(keys: Record<string, () => void>, inForce: () => boolean = () => true): void {
  function onKey(event: KeyboardEvent): void {
    if (!inForce() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (overlayOpen() || typing(event.target) || sliding(event)) return;
    // Space and Enter belong to a focused button or link.
    const pressing = event.target instanceof HTMLElement && event.target.closest("button, a");
    if (pressing && (event.key === " " || event.key === "Enter")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }
  onMounted(() => document.addEventListener("keydown", onKey));
  onBeforeUnmount(() => document.removeEventListener("keydown", onKey));
}
