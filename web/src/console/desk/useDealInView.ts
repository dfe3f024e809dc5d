/** Brings a deal that has come into sight within its list: at the end of a long tray nobody would see it run. */
import { isCalm } from "@shared/motion";
import { type Ref, watch } from "vue";

/** Rows that somebody is about to press; under a finger nothing rests. */
const HELD = matchMedia("(hover: hover)").matches ? "li:hover, li:focus-within" : "li:focus-within";

export function useDealInView(list: Readonly<Ref<HTMLElement | null>>, deals: Readonly<Ref<readonly string[]>>): void {
  /** Comes into sight once the list can be seen and nobody is about to press in another row. */
  let waiting: string | null = null;

  /** The page itself never moves, as it would by scrollIntoView; nor does the focus. */
  function show(deal: string): void {
    const row = list.value?.querySelector(`[data-deal="${CSS.escape(deal)}"]`)?.closest("li");
    if (!list.value || !row) return;
    const held = list.value.querySelector(HELD);
    const box = list.value.getBoundingClientRect();
    waiting = box.height === 0 || (held && held !== row) ? deal : null;
    if (waiting) return;
    const below = row.getBoundingClientRect().bottom - box.bottom;
    const above = row.getBoundingClientRect().top - box.top;
    const behavior = isCalm() ? "instant" : "smooth";
    if (below > 0) list.value.scrollBy({ top: below, behavior });
    else if (above < 0) list.value.scrollBy({ top: above, behavior });
  }

  const again = () =>
    requestAnimationFrame(() => {
      if (waiting && deals.value.includes(waiting)) show(waiting);
    });

  watch(
    list,
    (now, _before, onCleanup) => {
      if (!now) return;
      for (const left of ["pointerleave", "focusout"]) now.addEventListener(left, again);
      const seen = new ResizeObserver(again);
      seen.observe(now);
      onCleanup(() => seen.disconnect());
    },
    { immediate: true, flush: "post" },
  );

  watch(
    deals,
    (now, before) => {
      const come = now.filter((deal) => !before.includes(deal)).at(-1);
      if (come) show(come);
    },
    { flush: "post" },
  );
}
