import { expect, test } from "vitest";
import { faultOf, isChanged, isShorter } from "./retention";

const kept = { rule: "mails", days: 90, usual: 90, least: 7, most: 3650 } as const;

test("only whole days within the bounds may be kept", () => {
  expect(["7", " 90 ", "3650"].map((typed) => faultOf(kept, typed))).toEqual([false, false, false]);
  expect(["6", "3651", "", "a week", "9.5", "-9"].every((typed) => faultOf(kept, typed))).toBe(true);
});

test("fewer days than now take something away", () => {
  expect([isShorter(kept, "89"), isShorter(kept, "90"), isShorter(kept, "91"), isShorter(kept, "6")]).toEqual([true, false, false, false]);
});

test("a space or a leading zero changes nothing, another number or no number does", () => {
  expect(["90", "90 ", " 090"].map((typed) => isChanged(kept, typed))).toEqual([false, false, false]);
  expect(["91", "", "9 0", "6"].every((typed) => isChanged(kept, typed))).toBe(true);
});
