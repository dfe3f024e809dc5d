/**
 * Where the keyboard goes when what had the focus is taken away or can no longer be pressed: a line put out of the cart,
 * a sheet that turns its page, an alarm that was seen. Browsers let it fall to the page's beginning, behind any overlay.
 */
import { TAKES_FOCUS } from "./focusable";

/** What had the focus last and all around it, outwards. */
let path: readonly Element[] = [];
/** The same of what had it before it went to a message. */
let before: readonly Element[] = [];

const pathOf = (element: Element | null): readonly Element[] => (element ? [element, ...pathOf(element.parentElement)] : []);
const inMessages = (element: Element | undefined) => element?.closest("[data-messages]") != null;
const isGone = (element: Element) => !element.isConnected || element.matches(":disabled");

function note(event: FocusEvent): void {
  if (!(event.target instanceof Element)) return;
  if (!inMessages(event.target)) before = [];
  else if (!inMessages(path[0])) before = path;
  path = pathOf(event.target);
}

function giveBack(): void {
  const [last] = path;
  const active = document.activeElement;
  // A button that cannot be pressed any more may have the focus for a frame yet.
  if (!last || !isGone(last) || (active !== document.body && active !== last)) return;
  for (const element of [...path, ...before]) {
    if (!(element instanceof HTMLElement) || !element.isConnected || !element.matches(TAKES_FOCUS)) continue;
    element.focus({ preventScroll: true });
    if (document.activeElement === element) return;
  }
}

/** Who pressed on empty ground has put the focus away: nothing is to be given back. */
function forget(): void {
  if (document.activeElement === document.body) path = before = [];
}

let keeps = false;

/** From now on, for as long as the page lives. */
export function keepFocus(): void {
  if (keeps) return;
  keeps = true;
  path = pathOf(document.activeElement);
  document.addEventListener("focusin", note);
  // Before anybody else hears of it: what was pressed may be taken away by that.
  document.addEventListener("click", forget, true);
  // A frame later: by then whoever took it away has put the focus where it wants it.
  const watcher = new MutationObserver(() => {
    if (path[0] && isGone(path[0])) requestAnimationFrame(giveBack);
  });
  watcher.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
}
