/** What can have the focus: by a key, a press or a script. */
export const TAKES_FOCUS = ":is(a[href], button, input, select, textarea, summary, [tabindex]):not(:disabled)";

/** What Tab stops at, in the page's order; a part that only arrow keys reach is none. */
export const tabStops = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>(TAKES_FOCUS)].filter((item) => item.tabIndex >= 0 && item.getClientRects().length > 0);
