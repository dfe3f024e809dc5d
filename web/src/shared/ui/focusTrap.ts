/** Keeps the keyboard inside an open overlay, makes the page behind it inert, and gives the focus back afterwards. */
import { type Ref, nextTick, onBeforeUnmount, watch } from "vue";

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

interface Overlay {
  element: HTMLElement;
  close: () => void;
}

// Overlays open above one another; only the topmost one has the keyboard.
const stack: Overlay[] = [];

const focusable = (root: HTMLElement) =>
  [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((item) => item.getClientRects().length > 0);

function onKey(event: KeyboardEvent): void {
  const top = stack.at(-1);
  if (!top) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    top.close();
    return;
  }
  if (event.key !== "Tab") return;
  const items = focusable(top.element);
  const [first, last] = [items[0], items.at(-1)];
  const active = document.activeElement;
  if (!first || !last) {
    event.preventDefault();
    top.element.focus();
  } else if (event.shiftKey && (active === first || active === top.element)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first.focus();
  }
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
