/** Walking a list by keys: j and k move, Enter opens, Esc closes. */
import { type Ref, nextTick, ref, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useActions } from "./actions";

export function useRows<T extends { id: string }>(
  rows: () => readonly T[],
  openId: () => string,
  open: (row: T | null) => void,
): { at: Ref<string | null> } {
  const { t } = useI18n();
  const at = ref<string | null>(openId() || null);
  watch(openId, (id) => {
    if (id) at.value = id;
  });

  async function move(step: number): Promise<void> {
    const list = rows();
    const from = list.findIndex((row) => row.id === at.value);
    const next = list[Math.max(0, Math.min(from < 0 ? 0 : from + step, list.length - 1))];
    if (!next) return;
    at.value = next.id;
    // Details that are open follow the walk.
    if (openId() && openId() !== "new") open(next);
    await nextTick();
    document.querySelector(`[data-id="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  useActions(() => [
    { id: "row-next", group: "here", silent: true, keys: "j", label: t("list.next"), run: () => void move(1) },
    { id: "row-before", group: "here", silent: true, keys: "k", label: t("list.before"), run: () => void move(-1) },
    {
      id: "row-open",
      group: "here",
      silent: true,
      keys: "Enter",
      label: t("list.open"),
      run: () => {
        const row = rows().find((item) => item.id === at.value);
        if (row) open(row);
      },
    },
    { id: "row-close", group: "here", silent: true, keys: "Escape", label: t("list.close"), run: () => open(null) },
  ]);
  return { at };
}
