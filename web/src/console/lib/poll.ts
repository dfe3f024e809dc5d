import { onScopeDispose } from "vue";

/**
 * Calls `ask` now and then every `every` milliseconds after its last answer, never twice at once, and not while the
 * page is hidden. Failures are `ask`'s own business. Returns a function that asks at once.
 */
export function usePoll(ask: () => Promise<unknown>, every: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  let stopped = false;

  async function turn(): Promise<void> {
    clearTimeout(timer);
    if (stopped) return;
    if (running) {
      // What is being answered may be older than the reason to ask.
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      await ask().catch(() => undefined);
    } while (isAgain() && !isStopped());
    running = false;
    if (!isStopped() && !document.hidden) timer = setTimeout(() => void turn(), every);
  }

  // Read by functions, because the compiler takes variables for unchanged across an await.
  const isStopped = () => stopped;
  const isAgain = () => again;
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
