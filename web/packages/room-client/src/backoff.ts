/**
 * How long to wait before try number `attempt` (from 0): full jitter over an exponentially growing window, so that a
 * restarted server is not met by all viewers in the same instant. Milliseconds.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const window = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return 200 + random() * window;
}
