import { describe, expect, it } from "vitest";
import { auditQuery, noDays } from "./audit";

const empty = { q: "", who: "", action: "", from: "", to: "" };

describe("the audit log's filter", () => {
  it("asks for whole days", () => {
    expect(auditQuery({ ...empty, q: "tea", from: "2026-11-26", to: "2026-11-26" })).toEqual({
      q: "tea",
      since: new Date(2026, 10, 26).toISOString(),
      until: new Date(2026, 10, 27).toISOString(),
    });
  });

  it("leaves out what is no day, and names it", () => {
    const filter = { ...empty, who: "s1", from: "last week", to: "2026-02-30" };
    expect(auditQuery(filter)).toEqual({ staff: "s1" });
    expect(noDays(filter)).toEqual(["last week", "2026-02-30"]);
  });
});
