/** Holding products up: shown at once, put right when the server says no, and undone by one press. */
import { api, settle, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { RoomSnapshot } from "@shared/api/types";
import { toast } from "@shared/ui";
import { type Ref, computed, ref, watch } from "vue";
import { useI18n } from "vue-i18n";

export function usePins(show: string, snapshot: Ref<RoomSnapshot | null>) {
  const { t } = useI18n();
  /** What was asked for and not yet seen in the room. */
  const wanted = ref<ReadonlyMap<string, boolean>>(new Map());
  const actual = computed(() => new Set(snapshot.value?.pins.map((pin) => pin.product_id)));

  function want(id: string, pinned: boolean | null): void {
    const next = new Map(wanted.value);
    if (pinned === null) next.delete(id);
    else next.set(id, pinned);
    wanted.value = next;
  }
  watch(actual, (pins) => {
    for (const [id, pinned] of wanted.value) if (pins.has(id) === pinned) want(id, null);
  });

  const isPinned = (id: string): boolean => wanted.value.get(id) ?? actual.value.has(id);

  async function set(id: string, pinned: boolean, undoable: boolean): Promise<void> {
    const title = snapshot.value?.products.find((card) => card.id === id)?.title ?? "";
    want(id, pinned);
    try {
      if (pinned) {
        await unwrap(api.POST("/api/v1/rooms/{show}/pins", { params: { path: { show } }, body: { product_id: id } }));
      } else {
        await settle(api.DELETE("/api/v1/rooms/{show}/pins/{product_id}", { params: { path: { show, product_id: id } } }));
      }
      if (undoable) {
        toast(t(pinned ? "desk.pinned_toast" : "desk.unpinned_toast", { title }), {
          action: { label: t("desk.undo"), run: () => void set(id, !pinned, false) },
        });
      }
      // If the socket is away its event never comes; the answer must do.
      setTimeout(() => {
        if (wanted.value.get(id) === pinned && actual.value.has(id) === pinned) want(id, null);
      }, 0);
    } catch (problem) {
      if (wanted.value.get(id) === pinned) want(id, null);
      toast(explain(problem), { kind: "bad" });
    }
  }

  return { isPinned, toggle: (id: string) => void set(id, !isPinned(id), true) };
}

export type Pins = ReturnType<typeof usePins>;
