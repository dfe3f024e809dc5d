/** What is gone from sight at once, and removed when there is no way back any more. */
import { onScopeDispose, shallowReactive } from "vue";

/** As long as the toast with its undo. */
const REGRET = 8000;

/** `remove` removes one for good and tells by itself when it cannot. What still leaves is removed with the scope. */
export function useLeaving<Key extends string>(remove: (key: Key) => Promise<void>) {
  const leaving = shallowReactive(new Set<Key>());
  const timers = new Map<Key, ReturnType<typeof setTimeout>>();
  let left = false;

  /** Keeps it from being removed, but out of sight. */
  function hold(key: Key): void {
    clearTimeout(timers.get(key));
    timers.delete(key);
  }
  async function removeNow(key: Key): Promise<void> {
    hold(key);
    await remove(key);
    leaving.delete(key);
  }
  function removeLater(key: Key): void {
    hold(key);
    timers.set(key, setTimeout(() => void removeNow(key), REGRET));
  }

  function leave(key: Key): void {
    leaving.add(key);
    removeLater(key);
  }
  /** Takes back the wish to remove it. */
  function stay(key: Key): void {
    hold(key);
    leaving.delete(key);
  }
  /** Removes what was held after all, unless it stays by now. */
  async function goOn(key: Key): Promise<void> {
    if (!leaving.has(key)) return;
    if (left) await removeNow(key);
    else removeLater(key);
  }
  onScopeDispose(() => {
    left = true;
    for (const key of timers.keys()) void removeNow(key);
  });

  return { leaving, leave, stay, hold, goOn };
}
