// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { matchLanguage, pickLanguage, storeLanguage } from "./languages";

describe("language", () => {
  beforeEach(() => localStorage.clear());

  it("reads script and region of Chinese tags", () => {
    expect(matchLanguage("zh-Hant-HK")).toBe("zh-TW");
    expect(matchLanguage("zh-Hans-TW")).toBe("zh-CN");
    expect(matchLanguage("zh")).toBe("zh-CN");
    expect(matchLanguage("fr-CA")).toBeNull();
  });

  it("prefers the address, then the stored choice, then the browser, then English", () => {
    storeLanguage("zh-TW");
    expect(pickLanguage("?lang=zh-CN", ["en"])).toBe("zh-CN");
    expect(pickLanguage("?lang=xx", ["en"])).toBe("zh-TW");
    localStorage.clear();
    expect(pickLanguage("", ["fr", "zh-HK"])).toBe("zh-TW");
    expect(pickLanguage("", ["fr"])).toBe("en");
  });
});
