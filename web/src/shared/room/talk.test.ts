import { describe, expect, it } from "vitest";
import type { Danmaku } from "./protocol";
import { withNew } from "./talk";

const line = (id: string): Danmaku => ({ id, viewer_id: "v", name: "V", text: id, at: 0, role: "viewer" });
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
});
