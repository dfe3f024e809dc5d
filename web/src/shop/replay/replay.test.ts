// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";

import { chapterAt, heldUpAt, rememberPosition, rememberedPosition, secondsOf } from "./replay";

const chapter = (at_ms: number, end_ms: number | null, product_id: string) => ({
  at_ms,
  end_ms,
  product_id,
  title: product_id,
  picture_url: null,
});
const chapters = [chapter(5000, 20_000, "teapot"), chapter(30_000, null, "caddy")];

describe("chapters", () => {
  it("begin where a product was held up", () => {
    expect(chapterAt(chapters, 4999)).toBe(-1);
    expect(chapterAt(chapters, 5000)).toBe(0);
    expect(chapterAt(chapters, 25_000)).toBe(0);
    expect(chapterAt(chapters, 3_600_000)).toBe(1);
  });

  it("show their product only while it was held up", () => {
    expect(heldUpAt(chapters, 0)).toBeNull();
    expect(heldUpAt(chapters, 10_000)?.product_id).toBe("teapot");
    expect(heldUpAt(chapters, 20_000)).toBeNull();
    expect(heldUpAt(chapters, 3_600_000)?.product_id).toBe("caddy");
  });
});

describe("a time in an address", () => {
  it("is in seconds, or as on a clock", () => {
    expect(secondsOf("95")).toBe(95);
    expect(secondsOf("95s")).toBe(95);
    expect(secondsOf("1:35")).toBe(95);
    expect(secondsOf("1:02:03")).toBe(3723);
  });

  it("is nothing when it makes no sense", () => {
    for (const text of [null, undefined, "", "x", "-5", "1:2:3:4", "1e9", ["5"]]) expect(secondsOf(text)).toBeNull();
  });
});

describe("the place where one was", () => {
  beforeEach(() => localStorage.clear());

  it("is kept for each show", () => {
    rememberPosition("tea", 100.7, 600);
    rememberPosition("coffee", 50, 600);
    expect(rememberedPosition("tea")).toBe(100);
    expect(rememberedPosition("coffee")).toBe(50);
    expect(rememberedPosition("other")).toBeNull();
  });

  it("is forgotten at the beginning and at the end", () => {
    rememberPosition("tea", 100, 600);
    rememberPosition("tea", 595, 600);
    expect(rememberedPosition("tea")).toBeNull();
  });

  it("is kept for the last thirty shows only", () => {
    for (let index = 0; index < 40; index += 1) rememberPosition(`show-${index}`, 100, 600);
    expect(rememberedPosition("show-9")).toBeNull();
    expect(rememberedPosition("show-10")).toBe(100);
  });
});
