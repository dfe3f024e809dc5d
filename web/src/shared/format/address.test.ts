import { describe, expect, it } from "vitest";
import { addressLine, addressLines } from "./address";

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

  it("runs as Latin letters do where it is written in them, wherever it is", () => {
    const latin = { ...address, region: "Zhejiang", city: "Hangzhou", line1: "1 West Lake Road", line2: "" };
    expect(addressLines(latin, "en")).toEqual(["1 West Lake Road", "Hangzhou, Zhejiang, 310023", "China"]);
    expect(addressLine(latin, "en")).toBe("1 West Lake Road, Hangzhou, Zhejiang, 310023, China");
  });

  it("leaves a space where letters stand beside characters, and between Korean words", () => {
    expect(addressLines({ ...address, line1: "1 West Lake Road" }, "en")[0]).toBe("浙江省杭州市 1 West Lake Road");
    const seoul = { ...address, country: "KR", region: "서울특별시", city: "강남구", line1: "테헤란로 1" };
    expect(addressLines(seoul, "en")[0]).toBe("서울특별시 강남구 테헤란로 1");
  });

  it("is told in one line, too", () => {
    expect(addressLine(address, "zh-CN")).toBe("浙江省杭州市文三路 1 号 3 幢 310023 中国");
    const berlin = { country: "DE", region: "", city: "Berlin", line1: "Unter den Linden 1", line2: "", postal_code: "10117" };
    expect(addressLine(berlin, "en")).toBe("Unter den Linden 1, Berlin, 10117, Germany");
  });

  it("keeps a country that is no code", () => {
    expect(addressLines({ ...address, country: "台灣" }, "en").at(-1)).toBe("台灣");
  });
});
