import type { Rolldown } from "vite";
import { describe, expect, it } from "vitest";
import { shellOf } from "./serviceWorker";

const chunk = (name: string, imports: string[] = []) => ({ type: "chunk", name, isEntry: name === "shop", imports, dynamicImports: [] });
const built = (page: string, shop = "assets/shop-1.js") =>
  ({
    [shop]: chunk("shop", ["assets/room-aHlsb.js", "assets/hls-1.js"]),
    "assets/room-aHlsb.js": chunk("room"),
    "assets/hls-1.js": chunk("hls"),
    "assets/console-1.js": chunk("console"),
    "shop.html": { type: "asset", source: page },
  }) as unknown as Rolldown.OutputBundle;

describe("the shell that an installed shop keeps", () => {
  it("is what the shop's page reaches, but for the player", () => {
    expect(shellOf(built("<html>")).files).toEqual(["/assets/room-aHlsb.js", "/assets/shop-1.js"]);
  });

  it("is another one when only the page's own text has changed, and when only a script has", () => {
    const { version } = shellOf(built("<html>"));
    expect(shellOf(built("<html>")).version).toBe(version);
    expect(shellOf(built("<html lang=en>")).version).not.toBe(version);
    expect(shellOf(built("<html>", "assets/shop-2.js")).version).not.toBe(version);
  });

  it("is not built without its page", () => {
    const bundle = built("");
    delete bundle["shop.html"];
    expect(() => shellOf(bundle)).toThrow("shop.html");
  });
});
