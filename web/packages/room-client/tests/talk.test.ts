import { describe, expect, it } from "vitest";
import type { Danmaku } from "../src/protocol";
import { withNew, withRecent, without } from "../src/talk";

const line = (id: string, at = 0): Danmaku => ({ id, viewer_id: "v", name: "V", text: id, at, role: "viewer" });
const ids = (lines: readonly Danmaku[]) => lines.map((item) => item.id);

describe("the talk", () => {
  it("shows an own line once, though it comes by acknowledgement and by tick", () => {
    expect(ids(withNew([line("a"), line("b")], [line("b"), line("c")], 10))).toEqual(["a", "b", "c"]);
  });

  it("keeps only the newest", () => {
    expect(ids(withNew([line("a"), line("b")], [line("c")], 2))).toEqual(["b", "c"]);
  });

  it("is the same list when nothing is new", () => {
    const shown = [line("a")];
    expect(withNew(shown, [line("a")], 10)).toBe(shown);
  });

  it("keeps what is shown when the room greets again, and puts what was missed in its place", () => {
    const shown = [line("a", 1), line("own", 3)];
    expect(ids(withRecent(shown, [line("a", 1), line("b", 2), line("c", 4)], 10))).toEqual(["a", "b", "own", "c"]);
    expect(withRecent(shown, [], 10)).toBe(shown);
  });

  it("leaves out what the crew has hidden, and is the same list when nothing is", () => {
    const said = [line("a"), line("b")];
    expect(ids(without(said, ["a", "gone"]))).toEqual(["b"]);
    expect(without(said, ["gone"])).toBe(said);
    expect(without(said, undefined)).toBe(said);
  });
});
