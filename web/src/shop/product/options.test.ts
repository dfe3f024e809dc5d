import type { VariantCard } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { choices, choose, firstChoice, insteadOf, openTo, variantOf } from "./options";

const variant = (id: string, values: string[], available = 1) => ({ id, values, available }) as VariantCard;
// Blue comes in no L.
const shirt = {
  options: ["Colour", "Size"],
  variants: [variant("rs", ["Red", "S"]), variant("rl", ["Red", "L"], 0), variant("bs", ["Blue", "S"], 0)],
};
const plain = { options: [], variants: [variant("only", [])] };

describe("choosing a variant", () => {
  it("is done at once where there is nothing to choose", () => {
    expect(variantOf(plain, firstChoice(plain, null))?.id).toBe("only");
    const one = { options: ["Colour", "Size"], variants: [variant("x", ["Red", "S"]), variant("y", ["Red", "M"])] };
    expect(firstChoice(one, null)).toEqual(["Red", null]);
  });

  it("marks what is sold out and what does not exist, by what else is chosen", () => {
    expect(choices(shirt, [null, null], 0).map((each) => each.state)).toEqual(["free", "sold_out"]);
    expect(choices(shirt, ["Red", null], 1)).toEqual([
      { value: "S", state: "free" },
      { value: "L", state: "sold_out" },
    ]);
    expect(choices(shirt, ["Blue", null], 1)[1]?.state).toBe("missing");
  });

  it("lets a combination that does not exist drop the other value, and keeps one that is sold out", () => {
    expect(choose(shirt, ["Red", "L"], 0, "Blue")).toEqual(["Blue", null]);
    expect(choose(shirt, ["Red", "S"], 1, "L")).toEqual(["Red", "L"]);
    expect(variantOf(shirt, ["Red", "L"])?.id).toBe("rl");
    expect(variantOf(shirt, ["Red", null])).toBeNull();
  });

  it("tells in what a sold-out one may still be had", () => {
    expect(insteadOf(shirt, variant("rl", ["Red", "L"], 0))).toEqual(["S"]);
    expect(insteadOf(shirt, variant("bs", ["Blue", "S"], 0))).toEqual(["Red"]);
    expect(openTo(shirt, ["Red", null]).map((each) => each.id)).toEqual(["rs", "rl"]);
  });

  it("begins with the variant that the address names", () => {
    expect(firstChoice(shirt, "rl")).toEqual(["Red", "L"]);
    expect(firstChoice(shirt, "gone")).toEqual([null, null]);
  });
});
