import { describe, expect, it } from "vitest";
import { parseTimecode, timecode } from "./timecode";

describe("times of a replay", () => {
  it("are written with tenths, and hours when there are any", () => {
    expect([0, 93_540, 3_723_400, -5].map(timecode)).toEqual(["00:00.0", "01:33.5", "1:02:03.4", "00:00.0"]);
  });

  it("are read as people type them", () => {
    expect(["93.5", "1:33,5", "1:02:03.4", "62:03", "１"].map(parseTimecode)).toEqual([93_500, 93_500, 3_723_400, 3_723_000, null]);
    expect(["", "a", "1:75", "1:2:3:4"].map(parseTimecode)).toEqual([null, null, null, null]);
  });
});
