/** Days of filters, as the address tells them: anybody may have written them. */

/** When that day begins in the reader's own time, `later` days on, as an instant; null for what is no day. */
export function midnight(day: string, later = 0): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])];
  const at = new Date(year, month, date);
  // 30 February would be taken for a day in March, and the year 26 for 1926.
  if (at.getFullYear() !== year || at.getMonth() !== month || at.getDate() !== date) return null;
  return new Date(year, month, date + later).toISOString();
}
