/** Which product the host explains: one at a time, apart from what is pinned; chapters of the replay are made of it. */
import { api, settle, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { RoomSnapshot } from "@shared/api/types";
import { toast } from "@shared/ui";
import { type Ref, computed, ref, watch } from "vue";

export function useExplaining(show: string, snapshot: Ref<RoomSnapshot | null>) {
  const actual = computed(() => snapshot.value?.explaining?.product_id ?? null);
  /** What was asked for and not yet seen in the room; undefined when nothing waits. */
  const wanted = ref<string | null>();
  watch(actual, () => (wanted.value = undefined));
  const present = computed(() => (wanted.value === undefined ? actual.value : wanted.value));

  async function set(id: string | null): Promise<void> {
    wanted.value = id;
    const params = { path: { show } };
    try {
      if (id === null) await settle(api.DELETE("/api/v1/rooms/{show}/explaining", { params }));
      else await unwrap(api.PUT("/api/v1/rooms/{show}/explaining", { params, body: { product_id: id } }));
      if (wanted.value === actual.value) wanted.value = undefined;
    } catch (problem) {
      if (wanted.value === id) wanted.value = undefined;
      toast(explain(problem), { kind: "bad" });
    }
  }

  return {
    is: (id: string) => present.value === id,
    toggle: (id: string) => void set(present.value === id ? null : id),
  };
}

export type Explaining = ReturnType<typeof useExplaining>;
