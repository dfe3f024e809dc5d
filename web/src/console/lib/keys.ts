/**
 * The key that was pressed: letters large with Shift and small without, whatever Caps Lock makes of them. What a key
 * does must not change by a lamp that nobody looks at.
 */
export function keyOf({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">): string {
  // "Enter" has no case, and "ß" would become two letters.
  if (key.length !== 1 || key.toUpperCase().length !== 1) return key;
  return shiftKey ? key.toUpperCase() : key.toLowerCase();
}
