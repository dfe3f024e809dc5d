/** Reads a product page as it was kept. It is as old as its order, so nothing in it is taken for granted. */
export interface KeptFacts {
  title: string;
  description: string;
  pictures: string[];
  rows: { name: string; value: string }[];
  keptAt: string | null;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function row(item: unknown): { name: string; value: string } | null {
  const [name, value] = Array.isArray(item) ? [text(item[0]), text(item[1])] : isRecord(item) ? [text(item["name"] ?? item["title"]), text(item["value"] ?? item["number"])] : ["", ""];
  return name && value ? { name, value } : null;
}

export const keptFacts = (page: Record<string, unknown>): KeptFacts => ({
  title: text(page["title"]),
  description: text(page["description"]),
  pictures: list(page["pictures"]).filter((each): each is string => typeof each === "string"),
  rows: [...list(page["specifications"]), ...list(page["certificates"])].map(row).filter((each) => each !== null),
  keptAt: text(page["kept_at"]) || null,
});
