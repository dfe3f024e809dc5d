import { describe, expect, it } from "vitest";
import type { Show } from "@shared/api/types";
import { emptyShow, formOfNext, fromLocalInput, isSlug, toLocalInput } from "./showForm";

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

describe("a new show", () => {
  const now = new Date(2026, 10, 27, 9);
  const tea = { title: "Tea", host_name: "Lin", slug: "tea", access: "invited", product_ids: ["a", "b"], starts_at: null, on_air_at: null } as unknown as Show;
  const at = (...parts: [number, number, number, number]) => new Date(...parts).toISOString();

  it("on a day is proposed for its evening", () => {
    expect(emptyShow("2026-11-28").starts_at).toBe("2026-11-28T20:00");
    expect(emptyShow().starts_at).toBe("");
  });

  it("like another takes all but its address, on its weekday and hour as soon as that comes", () => {
    const next = formOfNext({ ...tea, starts_at: at(2026, 9, 3, 21) }, now);
    expect(next).toMatchObject({ title: "Tea", host_name: "Lin", slug: "", access: "invited", product_ids: ["a", "b"] });
    expect(next.starts_at).toBe("2026-11-28T21:00");
  });

  it("comes a week after the one that is still to be", () => {
    expect(formOfNext({ ...tea, starts_at: at(2026, 11, 5, 20) }, now).starts_at).toBe("2026-12-12T20:00");
  });

  it("has no time when the other had none", () => {
    expect(formOfNext(tea, now).starts_at).toBe("");
  });
});
