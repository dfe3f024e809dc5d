import { describe, expect, it } from "vitest";
import { midnight } from "./days";

describe("a day of the address", () => {
  it("begins at midnight here, and ends when the next one does", () => {
    expect(midnight("2026-02-28")).toBe(new Date(2026, 1, 28).toISOString());
    expect(midnight("2026-02-28", 1)).toBe(new Date(2026, 2, 1).toISOString());
  });

  it.each(["", "yesterday", "2026-02-30", "2026-13-01", "2026-1-1", "0026-01-01", "2026-01-01T00:00", "999999-01-01"])("is none: %s", (text) => {
    expect(midnight(text)).toBeNull();
  });
});
