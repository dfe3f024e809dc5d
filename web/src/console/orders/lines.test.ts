import { describe, expect, it } from "vitest";
import type { Order } from "@shared/api/types";
import en from "@shared/i18n/messages/en.json";
import zhCN from "@shared/i18n/messages/zh-CN.json";
import zhTW from "@shared/i18n/messages/zh-TW.json";
import { linesText } from "./lines";

const order = { lines: [{ title: "Tea", quantity: 2 }, { title: "Cup", quantity: 1 }] } as Order;
const by = (words: { ui: { pieces_of: string } }) => (key: string, named: Record<string, unknown>) =>
  key === "ui.pieces_of" ? words.ui.pieces_of.replace(/\{(\w+)\}/g, (_, name: string) => String(named[name])) : key;

describe("what an order holds, in one line", () => {
  it("counts pieces as each language does, and no single piece", () => {
    expect(linesText(order, by(en))).toBe("2 × Tea, Cup");
    for (const words of [zhCN, zhTW]) expect(linesText(order, by(words))).toBe("Tea × 2, Cup");
  });
});
