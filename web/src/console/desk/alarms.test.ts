import { describe, expect, it } from "vitest";
import type { Picture, Storage } from "../lib/mediaApi";
import { alarmsOf } from "./alarms";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const show = { state: "on_air" as const, on_air_at: "2026-11-28T11:00:00Z" };
const picture = (program: Partial<Picture["program"]> = {}, recording = true): Picture =>
  ({
    program: { source: "main", stream_id: "str_1", hls_url: null, whep_url: null, since: null, on_backup: false, ...program },
    inputs: [{ role: "main", state: "live", stream_id: "str_1", recording, since: "2026-11-28T11:00:00Z" }],
  }) as unknown as Picture;
const storage = (state: Storage["state"]): Storage => ({ bytes: 1, quota_bytes: null, free_bytes: 1, state, retention_days: null });

describe("alarms about the picture", () => {
  it("are none when all is well, and before the show", () => {
    expect(alarmsOf(show, picture(), storage("ok"), NOW)).toEqual([]);
    expect(alarmsOf({ state: "ready", on_air_at: null }, picture({ source: null, stream_id: null }), null, NOW)).toEqual([]);
  });

  it("tell an interruption, the backup, and a picture that nobody records", () => {
    expect(alarmsOf(show, picture({ source: null, stream_id: null }), null, NOW)).toEqual(["interrupted"]);
    expect(alarmsOf(show, picture({ on_backup: true }), null, NOW)).toEqual(["on_backup"]);
    expect(alarmsOf(show, picture({}, false), null, NOW)).toEqual(["not_recorded"]);
    expect(alarmsOf(show, picture({}, false), null, Date.parse("2026-11-28T11:00:05Z"))).toEqual([]);
  });

  it("tell of the disk at any time", () => {
    expect(alarmsOf({ state: "ready", on_air_at: null }, null, storage("low"), NOW)).toEqual(["disk_low"]);
    expect(alarmsOf(show, picture({ on_backup: true }), storage("full"), NOW)).toEqual(["on_backup", "disk_full"]);
  });
});
