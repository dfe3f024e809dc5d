import { describe, expect, it } from "vitest";
import { checkOutside } from "./outside";

const answering = (body: string, status = 200): typeof fetch => () => Promise.resolve(new Response(body, { status }));
const http = { protocol: "http:" };

describe("an outside address", () => {
  it("is good when it is a playlist with something in it", async () => {
    expect(await checkOutside(" https://x.example/live.m3u8 ", http, answering("#EXTM3U\n#EXTINF:2,\na.ts"))).toBe("good");
  });

  it("is turned down with the reason", async () => {
    expect(await checkOutside("live", http, answering(""))).toBe("no_address");
    expect(await checkOutside("rtmp://x.example/live", http, answering(""))).toBe("no_address");
    expect(await checkOutside("http://x.example/a", { protocol: "https:" }, answering(""))).toBe("not_https");
    expect(await checkOutside("https://x.example/a", http, answering("", 404))).toBe("unreachable");
    expect(await checkOutside("https://x.example/a", http, () => Promise.reject(new TypeError()))).toBe("unreachable");
    expect(await checkOutside("https://x.example/a", http, answering("<html>"))).toBe("not_hls");
    expect(await checkOutside("https://x.example/a", http, answering("#EXTM3U\n"))).toBe("empty");
  });
});
