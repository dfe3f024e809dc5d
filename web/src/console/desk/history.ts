/** Adds a sample to the end of a bounded history. */
export const withSample = (history: readonly number[], value: number, keep = 90): number[] => [...history, value].slice(-keep);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
