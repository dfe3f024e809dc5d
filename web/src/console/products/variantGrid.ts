/**
 * The variants that up to two options span, as lines of text. A line keeps its id whatever happens around it, so that
 * the stock of an existing variant stays with it.
 */
export interface VariantLine {
  [field: string]: string;
  /** Of an existing variant; empty for a new one. */
  id: string;
  /** Values of the first and second option; empty where there is no such option. */
  v1: string;
  v2: string;
  sku: string;
  price: string;
  compare_at: string;
  /** First stock, of new ones only. */
  stock: string;
  low_at: string;
  /** Key of a picture; empty: the product's first. */
  picture: string;
  /** What a bundle is made of: "variant*units", with spaces between. */
  parts: string;
}

export interface Shape {
  option1: string;
  option2: string;
  values1: readonly string[];
  values2: readonly string[];
}

export const VARIANT_LIMIT = 100;

/** From how many left on a new variant is marked as running out, unless another number is typed. */
export const LOW_MARK = "5";

export const emptyLine = (): VariantLine => ({
  id: "",
  v1: "",
  v2: "",
  sku: "",
  price: "",
  compare_at: "",
  stock: "0",
  low_at: LOW_MARK,
  picture: "",
  parts: "",
});

export const keyOf = (line: Pick<VariantLine, "v1" | "v2">): string => JSON.stringify([line.v1, line.v2]);

/** The values of an option that count, in their order; one that is not named has none. */
const valuesOf = (name: string, values: readonly string[]): string[] => {
  const said = [...new Set(values.map((value) => value.trim()).filter(Boolean))];
  return name.trim() ? said : [];
};

/** All combinations, in order. Without options it is the one variant that has no values. */
export function combinations(shape: Shape): { v1: string; v2: string }[] {
  const first = valuesOf(shape.option1, shape.values1);
  const second = valuesOf(shape.option2, shape.values2);
  const or = (values: string[]) => (values.length > 0 ? values : [""]);
  return or(first).flatMap((v1) => or(second).map((v2) => ({ v1, v2 })));
}

/**
 * Makes the lines be what the options span, without `leftOut`. Lines that are there stay; one that has no value for a
 * new option gets its first; `spare` gives back what was there before.
 */
export function fitted(
  lines: readonly VariantLine[],
  shape: Shape,
  leftOut: readonly string[] = [],
  spare: readonly VariantLine[] = [],
): VariantLine[] {
  const wanted = combinations(shape);
  const [head] = wanted;
  const taken = new Set<string>();
  const byKey = new Map<string, VariantLine>();
  const settle = (line: VariantLine): VariantLine => ({
    ...line,
    v1: head?.v1 === "" ? "" : line.v1 || (head?.v1 ?? ""),
    v2: head?.v2 === "" ? "" : line.v2 || (head?.v2 ?? ""),
  });
  for (const line of lines.map(settle)) if (!byKey.has(keyOf(line))) byKey.set(keyOf(line), line);
  const kept = wanted.filter((each) => !leftOut.includes(keyOf(each)));
  for (const each of kept) taken.add(byKey.get(keyOf(each))?.id ?? "");
  const before = new Map(spare.filter((line) => !line.id || !taken.has(line.id)).map((line) => [keyOf(line), line]));
  return kept.map((each) => byKey.get(keyOf(each)) ?? before.get(keyOf(each)) ?? likeOthers(each, lines));
}

/** A new line takes prices and low mark from a neighbour: most variants cost the same. */
function likeOthers(at: { v1: string; v2: string }, lines: readonly VariantLine[]): VariantLine {
  const model = lines.find((line) => line.v1 === at.v1) ?? lines[0];
  const { price, compare_at, low_at } = model ?? emptyLine();
  return { ...emptyLine(), ...at, price, compare_at, low_at };
}

/** The lines with one value of an option called otherwise. */
export function renamed(lines: readonly VariantLine[], which: "v1" | "v2", from: string, to: string): VariantLine[] {
  return lines.map((line) => (line[which] === from && to ? { ...line, [which]: to } : line));
}

/** The same for combinations that are left out. */
export function renamedKeys(keys: readonly string[], which: "v1" | "v2", from: string, to: string): string[] {
  return keys.map((key) => {
    const [v1 = "", v2 = ""] = JSON.parse(key) as string[];
    const line = { v1, v2 };
    return line[which] === from && to ? keyOf({ ...line, [which]: to }) : key;
  });
}

/** Copies a line's field to all lines below it. First stock stays where it is kept already, and of bundles. */
export function filledDown(lines: readonly VariantLine[], from: number, field: string): VariantLine[] {
  const value = lines[from]?.[field] ?? "";
  return lines.map((line, index) => {
    const fixed = field === "stock" && (line.id || line.parts);
    return index <= from || fixed ? line : { ...line, [field]: value };
  });
}

export interface Part {
  variant_id: string;
  units: number;
}

export const partsOf = (text: string): Part[] =>
  text
    .split(" ")
    .filter(Boolean)
    .map((part) => {
      const [variant_id = "", units = "1"] = part.split("*");
      return { variant_id, units: Number(units) };
    });

export const partsText = (parts: readonly Part[]): string =>
  parts.map((part) => `${part.variant_id}*${part.units}`).join(" ");
