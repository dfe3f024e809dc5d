/** The two stream keys of a show, asked for when somebody wants them: each time is in the audit log. */
import { toast } from "@shared/ui";
import { ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { useAct } from "../lib/act";
import { type Role, type StreamKey, getStreamKeys, rotateStreamKey } from "../lib/mediaApi";

export function useKeys(showId: string) {
  const { t } = useI18n();
  const keys = shallowRef<Record<Role, StreamKey> | null>(null);
  const problem = shallowRef<unknown>(null);
  const { busy, run } = useAct();
  const loading = ref(false);

  async function load(): Promise<void> {
    keys.value = null;
    problem.value = null;
    loading.value = true;
    try {
      keys.value = await getStreamKeys(showId);
    } catch (error) {
      problem.value = error;
    } finally {
      loading.value = false;
    }
  }

  async function rotate(role: Role): Promise<void> {
    await run(async () => {
      const fresh = await rotateStreamKey(showId, role);
      if (keys.value) keys.value = { ...keys.value, [role]: fresh };
      toast(t("desk.key_replaced"), { kind: "good" });
    });
  }

  return { keys, problem, busy, loading, load, rotate };
}

export type Keys = ReturnType<typeof useKeys>;
