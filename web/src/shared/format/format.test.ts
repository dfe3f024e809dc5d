import { describe, expect, it } from "vitest";
import { currencyExponent, formatMoney, moneyInput, moneyParts, parseMoney, percentOff } from "./money";
import { formatCount } from "./number";
import { formatClock, formatDuration } from "./time";

describe("money", () => {
  it("takes the minor units of each currency from Intl", () => {
    expect(currencyExponent("CNY")).toBe(2);
    expect(currencyExponent("JPY")).toBe(0);
  });

  it("hides empty hundredths and shows real ones", () => {
    expect(formatMoney({ amount: 19900, currency: "CNY" }, "zh-CN")).toBe("¥199");
    expect(formatMoney({ amount: 19950, currency: "CNY" }, "zh-CN")).toBe("¥199.50");
    expect(formatMoney({ amount: 500, currency: "JPY" }, "en")).toBe("¥500");
  });

  it("splits a price into symbol and digits", () => {
    expect(moneyParts({ amount: 129900, currency: "CNY" }, "en")).toEqual({ symbol: "¥", digits: "1,299" });
  });

  it("reads what a person types, and turns down what is no amount", () => {
    expect(parseMoney("1,299.5", "CNY")).toBe(129950);
    expect(parseMoney("12", "JPY")).toBe(12);
    for (const text of ["", "-1", "1.234", "abc", "1.2.3"]) expect(parseMoney(text, "CNY")).toBeNull();
  });

  it("writes back what it reads", () => {
    expect(parseMoney(moneyInput(123_45, "CNY"), "CNY")).toBe(123_45);
  });

  it("gives the discount rounded down, and none when the price is not lower", () => {
    const cny = (amount: number) => ({ amount, currency: "CNY" });
    expect(percentOff(cny(6670), cny(10000))).toBe(33);
    expect(percentOff(cny(10000), cny(10000))).toBeNull();
    expect(percentOff(cny(1), null)).toBeNull();
  });
});

describe("counts and clocks", () => {
  it("shortens large numbers the way the language does", () => {
    expect(formatCount(9876, "en")).toBe("9,876");
    expect(formatCount(12_345, "zh-CN")).toBe("1.2万");
    expect(formatCount(12_345, "zh-TW")).toBe("1.2萬");
  });

  it("never shows a clock below zero", () => {
    expect(formatClock(-5)).toBe("00:00");
    expect(formatClock(75_000)).toBe("01:15");
    expect(formatClock(3 * 3600_000)).toBe("3:00:00");
  });

  it("tells a length of time in hours and minutes, and a short one to the second", () => {
    expect(formatDuration(161_000, "en")).toBe("2 min 41 sec");
    expect(formatDuration(45_400, "zh-TW")).toBe("45 秒");
    expect(formatDuration((1234 * 60 + 5) * 60_000, "zh-CN")).toBe("1,234小时5分钟");
    expect(formatDuration(3_900_000, "zh-TW")).toBe("1 小時 5 分鐘");
    expect(formatDuration(-5, "en")).toBe("0 sec");
  });
});
