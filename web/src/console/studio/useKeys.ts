/** The two stream keys of a show. */
import { toast } from "@shared/ui";
import { shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { useAct } from "../lib/act";
import { type Role, type StreamKey, getStreamKeys, rotateStreamKey } from "../lib/mediaApi";
import { can } from "../lib/session";

export function useKeys(showId: string) {
  const { t } = useI18n();
  const keys = shallowRef<Record<Role, StreamKey> | null>(null);
  const problem = shallowRef<unknown>(null);
  const { busy, run } = useAct();

  async function load(): Promise<void> {
    problem.value = null;
    try {
      keys.value = await getStreamKeys(showId);
    } catch (error) {
      problem.value = error;
    }
  }

  async function rotate(role: Role): Promise<void> {
    await run(async () => {
      const fresh = await rotateStreamKey(showId, role);
      if (keys.value) keys.value = { ...keys.value, [role]: fresh };
      toast(t("desk.key_replaced"), { kind: "good" });
    });
  }

  if (can("streams:read")) void load();
  return { keys, problem, busy, load, rotate };
}

export type Keys = ReturnType<typeof useKeys>;
