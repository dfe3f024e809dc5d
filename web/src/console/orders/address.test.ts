import { describe, expect, it } from "vitest";
import { addressLines } from "./address";

const address = { country: "CN", region: "浙江省", city: "杭州市", line1: "文三路 1 号", line2: "3 幢", postal_code: "310023" };

describe("an address", () => {
  it("runs from large to small in China, and names a municipality once", () => {
    expect(addressLines(address, "zh-CN")).toEqual(["浙江省杭州市文三路 1 号", "3 幢", "310023", "中国"]);
    expect(addressLines({ ...address, region: "上海市", city: "上海市" }, "zh-CN")[0]).toBe("上海市文三路 1 号");
  });

  it("runs from small to large elsewhere, without empty lines", () => {
    const berlin = { country: "DE", region: "", city: "Berlin", line1: "Unter den Linden 1", line2: "", postal_code: "10117" };
    expect(addressLines(berlin, "en")).toEqual(["Unter den Linden 1", "Berlin, 10117", "Germany"]);
  });

  it("keeps a country that is no code", () => {
    expect(addressLines({ ...address, country: "台灣" }, "en").at(-1)).toBe("台灣");
  });
});
