/** Which lines of the audit log are asked for, from what stands in the address. */
import { midnight } from "../lib/days";

/** Days as `YYYY-MM-DD`, both included, in the reader's own time. */
export interface AuditFilter {
  q: string;
  who: string;
  action: string;
  from: string;
  to: string;
}

export function auditQuery({ q, who, action, from, to }: AuditFilter): Record<string, string> {
  const since = midnight(from);
  const until = midnight(to, 1);
  return {
    ...(q ? { q } : {}),
    ...(who ? { staff: who } : {}),
    ...(action ? { action } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until } : {}),
  };
}

/** What stands where a day should, and is none: it is left out, and the page says so. */
export const noDays = ({ from, to }: Pick<AuditFilter, "from" | "to">): string[] => [from, to].filter((day) => day && !midnight(day));
