import { describe, expect, it } from "vitest";
import type { Order } from "@shared/api/types";
import en from "@shared/i18n/messages/en.json";
import zhCN from "@shared/i18n/messages/zh-CN.json";
import zhTW from "@shared/i18n/messages/zh-TW.json";
import { linesText } from "./lines";

const by = (words: { ui: { pieces_of: string } }) => (key: string, named: Record<string, unknown>) =>
  key === "ui.pieces_of" ? words.ui.pieces_of.replace(/\{(\w+)\}/g, (_, name: string) => String(named[name])) : key;

const orderOf = (...lines: [title: string, quantity: number][]) => ({ lines: lines.map(([title, quantity]) => ({ title, quantity })) }) as Order;

describe("what an order holds, in one line", () => {
  it("counts the pieces of each of several, as each language does, and sets titles with commas apart", () => {
    const order = orderOf(["Teapot, 420 ml", 2], ["Cups, a pair", 1]);
    expect(linesText(order, by(en))).toBe("2\u00a0×\u00a0Teapot, 420 ml · 1\u00a0×\u00a0Cups, a pair");
    for (const words of [zhCN, zhTW]) expect(linesText(order, by(words))).toBe("Teapot, 420 ml\u00a0×\u00a02 · Cups, a pair\u00a0×\u00a01");
  });

  it("does not count a single piece that is all", () => {
    expect(linesText(orderOf(["Cups, a pair", 1]), by(en))).toBe("Cups, a pair");
    expect(linesText(orderOf(["Cups, a pair", 3]), by(en))).toBe("3\u00a0×\u00a0Cups, a pair");
  });
});
