import { expect, it } from "vitest";
import { filtersOf } from "./savedViews";

it("a view is the filters in one order, and nothing else of the address", () => {
  const names = ["state", "q"];
  expect(filtersOf({ q: "Lin & Co", order: "ord_1", state: "paid" }, names)).toBe("state=paid&q=Lin+%26+Co");
  expect(filtersOf({ state: "", q: ["a", "b"] }, names)).toBe("");
});
