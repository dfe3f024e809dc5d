/** Keeps the chosen one of a row that scrolls sideways in sight: at once when the row appears, gliding when another is chosen. */
import { isCalm } from "@shared/motion";
import { type Ref, onMounted, watch } from "vue";

const CHOSEN = "[aria-current], [aria-checked='true'], [aria-pressed='true']";

export function useChosenInView(row: Readonly<Ref<HTMLElement | null>>, chosen?: () => unknown): void {
  /** The page itself never moves, as it would by scrollIntoView. */
  function show(behavior: ScrollBehavior): void {
    const box = row.value?.getBoundingClientRect();
    const item = row.value?.querySelector(CHOSEN)?.getBoundingClientRect();
    if (!row.value || !box || !item || (item.left >= box.left && item.right <= box.right)) return;
    row.value.scrollBy({ left: item.left + item.width / 2 - (box.left + box.width / 2), behavior });
  }

  onMounted(() => show("instant"));
  if (chosen) watch(chosen, () => show(isCalm() ? "instant" : "smooth"), { flush: "post" });
}
