import { currencyExponent, formatMoney, moneyInput, parseMoney } from "@shared/format/money";
import { describe, expect, it } from "vitest";
import { CURRENCIES, currencyLabel } from "./currencies";

const LANGUAGES = ["en", "zh-CN", "zh-TW"];

describe("the currencies of a store", () => {
  it("have the minor units that the server counts in", () => {
    for (const code of CURRENCIES) expect(currencyExponent(code), code).toBe(["JPY", "KRW"].includes(code) ? 0 : 2);
  });

  it("are shown and read back to the last unit", () => {
    for (const code of CURRENCIES) {
      expect(parseMoney(moneyInput(123_45, code), code), code).toBe(123_45);
      const digits = currencyExponent(code) === 0 ? "12,345" : "123.45";
      for (const language of LANGUAGES) expect(formatMoney({ amount: 123_45, currency: code }, language), code).toContain(digits);
    }
  });

  it("are told by a name in each language", () => {
    for (const code of CURRENCIES) for (const language of LANGUAGES) expect(currencyLabel(code, language)).toMatch(`${code} · `);
    expect(currencyLabel("THB", "zh-TW")).toBe("THB · 泰銖");
    expect(currencyLabel("NZD", "zh-CN")).toBe("NZD · 新西兰元");
  });
});
