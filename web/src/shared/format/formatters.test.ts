import { afterEach, describe, expect, it, vi } from "vitest";
import { dateFormat, numberFormat } from "./formatters";

afterEach(() => vi.unstubAllGlobals());

describe("formatters", () => {
  it("write English dates as the browser's own English does", () => {
    vi.stubGlobal("navigator", { languages: ["zh-TW", "en-GB", "en-US"] });
    expect(dateFormat("en", { day: "numeric", month: "numeric" }).format(new Date(2026, 6, 9))).toBe("09/07");
    vi.stubGlobal("navigator", { languages: ["fr"] });
    expect(dateFormat("en", { day: "2-digit", month: "numeric" }).format(new Date(2026, 6, 9))).toBe("7/09");
  });

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
