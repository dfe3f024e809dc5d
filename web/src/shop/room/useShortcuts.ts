/** Single keys for the room; silent while someone types or a sheet is open. */
import { overlayOpen } from "@shared/ui";
import { onBeforeUnmount, onMounted } from "vue";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

export function useShortcuts(keys: Record<string, () => void>): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (overlayOpen() || typing(event.target)) return;
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
