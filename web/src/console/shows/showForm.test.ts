import { describe, expect, it } from "vitest";
import { fromLocalInput, isSlug, toLocalInput } from "./showForm";

describe("the time of a show", () => {
  it("survives the way through the local input", () => {
    const at = new Date(2026, 10, 28, 20, 5);
    expect(toLocalInput(at)).toBe("2026-11-28T20:05");
    expect(fromLocalInput(toLocalInput(at))).toBe(at.toISOString());
  });

  it("may be left open", () => {
    expect(fromLocalInput("")).toBeNull();
    expect(fromLocalInput("soon")).toBeNull();
  });
});

describe("the address of a show", () => {
  it("holds small letters, digits and hyphens between them", () => {
    for (const slug of ["spring-tea", "a1b", "2026-11-28"]) expect(isSlug(slug)).toBe(true);
    for (const slug of ["", "ab", "-tea", "tea-", "Tea", "春茶", "a b c"]) expect(isSlug(slug)).toBe(false);
  });
});
