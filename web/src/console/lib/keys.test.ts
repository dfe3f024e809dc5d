import { expect, it } from "vitest";
import { keyOf } from "./keys";

it("takes letters by Shift, not by Caps Lock", () => {
  expect(keyOf({ key: "m", shiftKey: false })).toBe("m");
  expect(keyOf({ key: "M", shiftKey: true })).toBe("M");
  // With Caps Lock on:
  expect(keyOf({ key: "M", shiftKey: false })).toBe("m");
  expect(keyOf({ key: "m", shiftKey: true })).toBe("M");
});

it("leaves signs and named keys as they are", () => {
  for (const key of ["?", "/", "[", " ", "Enter", "ArrowUp", "ß"]) {
    expect(keyOf({ key, shiftKey: true })).toBe(key);
    expect(keyOf({ key, shiftKey: false })).toBe(key);
  }
});
