/** The history of prices as steps: a price holds from its moment until the next. */
export interface PriceAt {
  variant_id: string;
  amount: number;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Steps {
  variant_id: string;
  /** Corners of the line in the unit square: x from the first price to now, y from the highest price down. */
  corners: [x: number, y: number][];
  /** What holds now. */
  amount: number;
}

/** One line for each variant; `points` in any order. */
export function stepsOf(points: readonly PriceAt[], now: number): { steps: Steps[]; low: number; high: number; from: number } {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const amounts = sorted.map((point) => point.amount);
  const [low, high] = [Math.min(...amounts), Math.max(...amounts)];
  const from = sorted[0]?.at ?? now;
  const x = (at: number) => (now > from ? (at - from) / (now - from) : 0);
  const y = (amount: number) => (high > low ? (high - amount) / (high - low) : 0.5);
  const byVariant = new Map<string, PriceAt[]>();
  for (const point of sorted) byVariant.set(point.variant_id, [...(byVariant.get(point.variant_id) ?? []), point]);
  const steps = [...byVariant].map(([variant_id, own]): Steps => {
    const corners: [number, number][] = [];
    own.forEach((point, index) => {
      const before = own[index - 1];
      if (before) corners.push([x(point.at), y(before.amount)]);
      corners.push([x(point.at), y(point.amount)]);
    });
    const amount = own.at(-1)?.amount ?? 0;
    corners.push([1, y(amount)]);
    return { variant_id, corners, amount };
  });
  return { steps, low, high, from };
}
