/**
 * How long to wait before try number `attempt` (from 0): full jitter over an exponentially growing window, so that a
 * restarted server is not met by all in the same instant. `others` may come in that instant, too: the window is a
 * millisecond for each of them at least, ten seconds at most. Milliseconds.
 */
export function backoff(attempt: number, others = 0, random: () => number = Math.random): number {
  const patience = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return 200 + random() * Math.max(patience, Math.min(10_000, others));
}
