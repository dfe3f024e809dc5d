/** What of the system's state needs somebody. */
import type { SystemState } from "@shared/api/types";

export type Need = "media" | "dead" | "late" | "disk" | "backup";

const LATE_SECONDS = 60;
const LOW_SHARE = 0.1;
const BACKUP_DAYS = 7;

export function findings(state: SystemState, now: number): Need[] {
  const age = state.last_backup ? now - new Date(state.last_backup.at).getTime() : Infinity;
  const found: [Need, boolean][] = [
    ["media", state.processes.some((process) => process.is_up === false)],
    ["dead", state.work.dead > 0],
    ["late", state.work.oldest_seconds > LATE_SECONDS],
    ["disk", state.disk.free_bytes < state.disk.total_bytes * LOW_SHARE],
    ["backup", age > BACKUP_DAYS * 86_400_000],
  ];
  return found.filter(([, is]) => is).map(([need]) => need);
}
