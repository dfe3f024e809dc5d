/** How full the recordings' disk is, for alarms. */
import { onScopeDispose, shallowRef } from "vue";
import { type Storage, getStorage } from "./mediaApi";

const MINUTE = 60_000;

/** Null until known, or when it cannot be known. */
export function useStorage(every = MINUTE) {
  const storage = shallowRef<Storage | null>(null);
  async function ask(): Promise<void> {
    storage.value = await getStorage().catch(() => storage.value);
  }
  void ask();
  const timer = setInterval(() => {
    if (!document.hidden) void ask();
  }, every);
  onScopeDispose(() => clearInterval(timer));
  return { storage, ask };
}
