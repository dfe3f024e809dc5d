/** Times within a replay as people type them. Milliseconds. */
export function timecode(ms: number): string {
  const tenths = Math.round(Math.max(0, ms) / 100);
  const seconds = Math.floor(tenths / 10);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}.${tenths % 10}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${clock}` : clock;
}

/** "1:02:03.4", "62:03" or "93.5"; null for what is no time. */
export function parseTimecode(text: string): number | null {
  const match = /^(?:(?:(\d+):)?(\d{1,3}):)?(\d{1,6}(?:[.,]\d{1,3})?)$/.exec(text.trim().replaceAll("：", ":"));
  if (!match) return null;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  if (text.includes(":") && Number(seconds.replace(",", ".")) >= 60) return null;
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(",", "."))) * 1000);
}
