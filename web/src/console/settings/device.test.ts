import { expect, test } from "vitest";
import { deviceOf } from "./device";

test("a browser is told by its name and its system", () => {
  const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36";
  expect(deviceOf(chrome)).toBe("Chrome · Windows");
  expect(deviceOf(`${chrome} Edg/141.0`)).toBe("Edge · Windows");
  expect(deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1")).toBe("Safari · iOS");
});

test("what nobody knows is shown as it calls itself, and nothing as nothing", () => {
  expect(deviceOf("curl/8.5.0")).toBe("curl/8.5.0");
  expect(deviceOf("")).toBe("");
});
