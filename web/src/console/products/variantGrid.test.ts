import { describe, expect, it } from "vitest";
import { type VariantLine, combinations, emptyLine, filledDown, fitted, keyOf, partsOf, partsText, renamed, renamedKeys } from "./variantGrid";

const line = (changes: Partial<VariantLine>): VariantLine => ({ ...emptyLine(), ...changes }) as VariantLine;
const shape = (values1: string[], values2: string[] = []) => ({
  option1: values1.length > 0 ? "Colour" : "",
  option2: values2.length > 0 ? "Size" : "",
  values1,
  values2,
});

describe("the variants that options span", () => {
  it("are one without options, and every pair with two", () => {
    expect(combinations(shape([]))).toEqual([{ v1: "", v2: "" }]);
    expect(combinations(shape(["red", "blue"], ["S", "M"])).map((each) => `${each.v1} ${each.v2}`)).toEqual(["red S", "red M", "blue S", "blue M"]);
  });

  it("leave out empty and doubled values, and those of an option without a name", () => {
    expect(combinations(shape(["red", " ", "red"]))).toHaveLength(1);
    expect(combinations({ ...shape(["red", "blue"]), option1: " " })).toEqual([{ v1: "", v2: "" }]);
  });

  it("keep the id of the only variant when options come, and when they go", () => {
    const only = [line({ id: "var_1", price: "9" })];
    const spread = fitted(only, shape(["red", "blue"], ["S"]));
    expect(spread.map(({ id, v1, v2, price }) => [id, v1, v2, price])).toEqual([
      ["var_1", "red", "S", "9"],
      ["", "blue", "S", "9"],
    ]);
    expect(fitted(spread, shape([]))).toEqual([line({ id: "var_1", price: "9" })]);
  });

  it("keep what was typed when a value is added, and give back what a removed value had", () => {
    const before = [line({ id: "a", v1: "red", price: "1" }), line({ id: "b", v1: "blue", price: "2" })];
    const fewer = fitted(before, shape(["blue"]), [], before);
    expect(fewer.map((each) => each.id)).toEqual(["b"]);
    expect(fitted(fewer, shape(["red", "blue", "green"]), [], before).map((each) => [each.id, each.price])).toEqual([
      ["a", "1"],
      ["b", "2"],
      ["", "2"],
    ]);
  });

  it("never give one id to two lines", () => {
    const only = [line({ id: "var_1" })];
    const spread = fitted(only, shape(["red"]), [], only);
    const back = fitted([...spread, line({ v1: "blue" })], shape(["red", "blue"]), [], [line({ id: "var_1", v1: "blue" }), ...only]);
    expect(back.filter((each) => each.id === "var_1")).toHaveLength(1);
  });

  it("go without the combinations that are left out", () => {
    const out = [keyOf({ v1: "red", v2: "M" })];
    expect(fitted([], shape(["red"], ["S", "M"]), out).map((each) => each.v2)).toEqual(["S"]);
  });

  it("keep their lines when a value is called otherwise", () => {
    const lines = [line({ id: "a", v1: "red" }), line({ id: "b", v1: "blue" })];
    expect(renamed(lines, "v1", "red", "crimson").map((each) => [each.id, each.v1])).toEqual([
      ["a", "crimson"],
      ["b", "blue"],
    ]);
    expect(renamedKeys([keyOf({ v1: "red", v2: "S" })], "v1", "red", "crimson")).toEqual([keyOf({ v1: "crimson", v2: "S" })]);
  });
});

describe("filling down", () => {
  it("copies to the lines below only", () => {
    const lines = ["1", "2", "3"].map((price) => line({ price }));
    expect(filledDown(lines, 1, "price").map((each) => each.price)).toEqual(["1", "2", "2"]);
  });

  it("never touches stock that is kept already", () => {
    const lines = [line({ stock: "7" }), line({ id: "a", stock: "2" }), line({ parts: "x*1", stock: "0" }), line({})];
    expect(filledDown(lines, 0, "stock").map((each) => each.stock)).toEqual(["7", "2", "0", "7"]);
  });
});

describe("the parts of a bundle", () => {
  it("are written and read alike", () => {
    const parts = [
      { variant_id: "var_1", units: 2 },
      { variant_id: "var_2", units: 1 },
    ];
    expect(partsOf(partsText(parts))).toEqual(parts);
    expect(partsOf("")).toEqual([]);
  });
});
