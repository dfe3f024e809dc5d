import { describe, expect, it } from "vitest";

import { addressOf, qualitiesOf, soundBeside } from "./variants";

const main = "http://h:8001/live/str_1/main.m3u8";

describe("the playlists beside a multivariant one", () => {
  it("lie in the same folder, with the signature of protected shows kept", () => {
    expect(soundBeside(main)).toBe("http://h:8001/live/str_1/audio.m3u8");
    expect(addressOf("http://h/~9.s/live/x/main.m3u8", "low", false)).toBe("http://h/~9.s/live/x/low.m3u8");
    expect(addressOf(main, "auto", true)).toBe("http://h:8001/live/str_1/plain.m3u8");
    expect(addressOf(main, "source", false)).toBe(main);
  });

  it("are not guessed for addresses of others", () => {
    const other = "https://cdn.example/show/stream.m3u8";
    expect(soundBeside(other)).toBeNull();
    expect(addressOf(other, "sound", false)).toBe(other);
    expect(addressOf(other, "low", true)).toBe(other);
  });
});

describe("the qualities of a multivariant playlist", () => {
  const source = '#EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS="avc1.64001F,mp4a.40.2",RESOLUTION=720x1280\nindex.m3u8';
  const low = '#EXT-X-STREAM-INF:BANDWIDTH=600000,CODECS="avc1.64001F,mp4a.40.2",RESOLUTION=360x640\nlow.m3u8';
  const sound = '#EXT-X-STREAM-INF:BANDWIDTH=130000,CODECS="mp4a.40.2"\naudio.m3u8';

  it("are those that it lists", () => {
    expect(qualitiesOf(`#EXTM3U\n${source}\n${sound}\n`)).toEqual(["auto", "source", "sound"]);
    expect(qualitiesOf(`#EXTM3U\n${source}\n${low}\n${sound}\n`)).toEqual(["auto", "source", "low", "sound"]);
    expect(qualitiesOf(`#EXTM3U\n${source}\n`)).toEqual(["auto", "source"]);
  });

  it("are none but the source of a media playlist", () => {
    expect(qualitiesOf("#EXTM3U\n#EXT-X-TARGETDURATION:2\n")).toEqual(["auto", "source"]);
  });
});
