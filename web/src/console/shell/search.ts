/** Finds labels that hold all words; those that begin with the text come first. */
export function search<T extends { label: string }>(items: readonly T[], text: string): T[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  const label = (item: T) => item.label.toLocaleLowerCase();
  const first = words[0] ?? "";
  return items
    .filter((item) => words.every((word) => label(item).includes(word)))
    .toSorted((a, b) => Number(label(b).startsWith(first)) - Number(label(a).startsWith(first)));
}
