import type { SystemState } from "@shared/api/types";
import { expect, test } from "vitest";
import { findings } from "./system";

const well: SystemState = {
  version: "1",
  python: "3",
  started_at: "2026-11-27T00:00:00Z",
  processes: [{ name: "core", is_up: true, detail: "" }, { name: "far", is_up: null, detail: "" }],
  database: { kind: "SQLite", size_bytes: 1, revision: "1" },
  work: { waiting: 0, dead: 0, oldest_seconds: 0 },
  disk: { free_bytes: 50, total_bytes: 100 },
  sockets: 0,
  rooms: 0,
  gateways: null,
  last_backup: { at: "2026-11-26T00:00:00Z", size_bytes: 1, rows: 1 },
  history: [],
};
const now = Date.parse("2026-11-27T00:00:00Z");

test("a system that is well needs nobody", () => {
  expect(findings(well, now)).toEqual([]);
});

test("what is down, late, full, given up or never saved is told", () => {
  const ill: SystemState = {
    ...well,
    processes: [{ name: "media", is_up: false, detail: "" }],
    work: { waiting: 9, dead: 1, oldest_seconds: 61 },
    disk: { free_bytes: 9, total_bytes: 100 },
    last_backup: null,
  };
  expect(findings(ill, now)).toEqual(["media", "dead", "late", "disk", "backup"]);
});
