import { describe, expect, it } from "vitest";

import { pictureAddress } from "./address";

const page = { protocol: "http:", hostname: "192.168.1.20" } as Location;

describe("the picture's address", () => {
  it("is at the page's own host when the room says only a port", () => {
    expect(pictureAddress(":8001/live/x/index.m3u8", page)).toBe(
      "http://192.168.1.20:8001/live/x/index.m3u8",
    );
  });

  it("is left alone when it is whole, or absent", () => {
    expect(pictureAddress("https://cdn.example/x.m3u8", page)).toBe("https://cdn.example/x.m3u8");
    expect(pictureAddress(null, page)).toBeNull();
  });
});
