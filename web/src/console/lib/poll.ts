import { onScopeDispose } from "vue";

/**
 * Calls `ask` now and then every `every` milliseconds after its last answer, never twice at once, and not while the
 * page is hidden. Failures are `ask`'s own business. Returns a function that asks at once.
 */
export function usePoll(ask: () => Promise<unknown>, every: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let stopped = false;

  async function turn(): Promise<void> {
    clearTimeout(timer);
    if (running || stopped) return;
    running = true;
    await ask().catch(() => undefined);
    running = false;
    if (!isStopped() && !document.hidden) timer = setTimeout(() => void turn(), every);
  }

  const isStopped = () => stopped;
  const wake = () => {
    if (!document.hidden) void turn();
  };
  document.addEventListener("visibilitychange", wake);
  void turn();
  onScopeDispose(() => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", wake);
  });
  return () => void turn();
}
