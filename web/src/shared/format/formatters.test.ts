import { describe, expect, it } from "vitest";
import { dateFormat, numberFormat } from "./formatters";

describe("formatters", () => {
  it("are made once for a language and what is wished", () => {
    expect(numberFormat("en")).toBe(numberFormat("en"));
    expect(dateFormat("zh-TW", { dateStyle: "medium" })).toBe(dateFormat("zh-TW", { dateStyle: "medium" }));
  });

  it("differ by language and by what is wished", () => {
    expect(numberFormat("en")).not.toBe(numberFormat("zh-CN"));
    expect(numberFormat("en", { notation: "compact" }).format(12_000)).toBe("12K");
    expect(numberFormat("en").format(12_000)).toBe("12,000");
  });
});
