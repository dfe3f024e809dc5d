/** Brings a deal that has come into sight within its list: at the end of a long tray nobody would see it run. */
import { isCalm } from "@shared/motion";
import { type Ref, watch } from "vue";

export function useDealInView(list: Readonly<Ref<HTMLElement | null>>, deals: Readonly<Ref<readonly string[]>>): void {
  /** The page itself never moves, as it would by scrollIntoView; nor does the focus. */
  function show(deal: string): void {
    const box = list.value?.getBoundingClientRect();
    const row = list.value?.querySelector(`[data-deal="${CSS.escape(deal)}"]`)?.closest("li")?.getBoundingClientRect();
    if (!list.value || !box || !row) return;
    const below = row.bottom - box.bottom;
    const above = row.top - box.top;
    const behavior = isCalm() ? "instant" : "smooth";
    if (below > 0) list.value.scrollBy({ top: below, behavior });
    else if (above < 0) list.value.scrollBy({ top: above, behavior });
  }

  watch(
    deals,
    (now, before) => {
      const come = now.filter((deal) => !before.includes(deal)).at(-1);
      if (come) show(come);
    },
    { flush: "post" },
  );
}
