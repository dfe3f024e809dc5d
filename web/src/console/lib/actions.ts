/**
 * What can be done here and now: each page tells its actions, and the command palette, the keyboard and the list of
 * shortcuts are made from them.
 */
import type { IconName } from "@shared/ui";
import { overlayOpen } from "@shared/ui";
import { computed, onScopeDispose, shallowReactive } from "vue";
import { keyOf } from "./keys";

export interface Action {
  id: string;
  label: string;
  group: "here" | "go" | "settings" | "shows" | "orders" | "products";
  /** What tells it from others with a like name. */
  note?: string;
  icon?: IconName;
  /** One key ("n", "?", "1") or two in a row ("g o"). */
  keys?: string;
  /** Only a shortcut: not worth a line in the palette. */
  silent?: boolean;
  run: () => void;
}

const sources = shallowReactive(new Set<() => Action[]>());

export const actions = computed(() => [...sources].flatMap((source) => source()));

export function useActions(source: () => Action[]): void {
  sources.add(source);
  onScopeDispose(() => sources.delete(source));
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));

/** Enter and Space belong to the button or link that has the focus. */
const presses = (event: KeyboardEvent) =>
  (event.key === "Enter" || event.key === " ") &&
  event.target instanceof Element &&
  event.target.closest("button, a[href], summary") !== null;

/** Listens for the keys of all actions until the calling scope ends. */
export function useActionKeys(): void {
  let first: { key: string; at: number } | null = null;
  const listen = (event: KeyboardEvent) => {
    // What has the focus has used the key itself: a slider its arrows, a dialogue its Escape.
    if (event.defaultPrevented) return;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) || presses(event) || overlayOpen()) return;
    const key = keyOf(event);
    const pair = first && Date.now() - first.at < 1200 ? `${first.key} ${key}` : null;
    first = null;
    // The page that came last has the first word.
    const found = actions.value.findLast((action) => action.keys === (pair ?? key));
    if (found) {
      event.preventDefault();
      found.run();
    } else if (actions.value.some((action) => action.keys?.startsWith(`${key} `))) {
      first = { key, at: Date.now() };
    }
  };
  document.addEventListener("keydown", listen);
  onScopeDispose(() => document.removeEventListener("keydown", listen));
}
