import type { Show } from "@shared/api/types";
import type { Picture, Storage } from "../lib/mediaApi";

export type Alarm = "interrupted" | "disk_full" | "on_backup" | "not_recorded" | "disk_low";

/** A recording begins some moments after its stream. */
const RECORDING_GRACE = 15_000;

/** Worst first. `now` in milliseconds since the epoch. */
export function alarmsOf(show: Pick<Show, "state" | "on_air_at">, picture: Picture | null, storage: Storage | null, now: number): Alarm[] {
  const found: Alarm[] = [];
  const onAir = show.state === "on_air";
  if (onAir && picture) {
    const { program } = picture;
    if (program.source === null) found.push("interrupted");
    else if (program.on_backup) found.push("on_backup");
    const feeding = picture.inputs.find((input) => input.stream_id !== null && input.stream_id === program.stream_id);
    const began = Math.max(Date.parse(feeding?.since ?? ""), Date.parse(show.on_air_at ?? ""));
    if (feeding?.state === "live" && !feeding.recording && now - began > RECORDING_GRACE) found.push("not_recorded");
  }
  if (storage?.state === "full") found.splice(1, 0, "disk_full");
  if (storage?.state === "low") found.push("disk_low");
  return found;
}
