/** Keeps the keyboard inside an open overlay, makes the page behind it inert, and gives the focus back afterwards. */
import { type Ref, nextTick, onBeforeUnmount, watch } from "vue";
import { keepFocus } from "./focusKeeper";
import { tabStops } from "./focusable";

interface Overlay {
  element: HTMLElement;
  close: () => void;
}

// Overlays open above one another; only the topmost one has the keyboard.
const stack: Overlay[] = [];

/** Of radio buttons only the chosen one is a stop, or the first. */
const isStop = (item: HTMLElement, items: HTMLElement[]): boolean => {
  if (!(item instanceof HTMLInputElement) || item.type !== "radio" || item.checked || item === document.activeElement) return true;
  const group = items.filter((other) => other instanceof HTMLInputElement && other.type === "radio" && other.name === item.name) as HTMLInputElement[];
  return group[0] === item && !group.some((other) => other.checked);
};
const focusable = (root: ParentNode) => {
  const items = tabStops(root);
  return items.filter((item) => isStop(item, items));
};
/** What a message offers, such as taking something back; it stands beside the overlay, and is part of the round. */
const offers = () => [...document.querySelectorAll("[data-messages]")].flatMap((host) => focusable(host));

function onKey(event: KeyboardEvent): void {
  const top = stack.at(-1);
  if (!top) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    top.close();
    return;
  }
  if (event.key !== "Tab") return;
  const own = focusable(top.element);
  const round = [...own, ...offers()];
  const active = document.activeElement;
  const at = round.findIndex((item) => item === active);
  let next: HTMLElement | undefined;
  if (round.length === 0) next = top.element;
  else if (active === top.element || active === document.body) next = event.shiftKey ? round.at(-1) : round[0];
  else if (event.shiftKey ? at === 0 || at >= own.length : at >= own.length - 1) next = round.at((at + (event.shiftKey ? -1 : 1)) % round.length);
  // Elsewhere the browser knows the way.
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function settle(): void {
  const page = document.getElementById("app");
  page?.toggleAttribute("inert", stack.length > 0);
  stack.forEach((overlay, index) => overlay.element.toggleAttribute("inert", index < stack.length - 1));
}

/** True while any overlay is open: page shortcuts keep still. */
export const overlayOpen = (): boolean => stack.length > 0;

export function useFocusTrap(element: Ref<HTMLElement | null>, open: Ref<boolean>, close: () => void): void {
  let mine: Overlay | null = null;
  let before: Element | null = null;

  function release(): void {
    if (!mine) return;
    stack.splice(stack.indexOf(mine), 1);
    mine = null;
    if (stack.length === 0) document.removeEventListener("keydown", onKey, true);
    settle();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }

  watch(
    open,
    async (isOpen) => {
      if (!isOpen) {
        release();
        return;
      }
      before = document.activeElement;
      await nextTick();
      if (!element.value || !open.value) return;
      keepFocus();
      mine = { element: element.value, close };
      if (stack.length === 0) document.addEventListener("keydown", onKey, true);
      stack.push(mine);
      settle();
      const wanted = element.value.querySelector<HTMLElement>("[data-autofocus]");
      (wanted ?? element.value).focus({ preventScroll: true });
    },
    { immediate: true },
  );
  onBeforeUnmount(release);
}
