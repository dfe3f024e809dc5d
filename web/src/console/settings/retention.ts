/** How long what is kept: what may be typed, and what takes something away. */
import type { Keeping, RetentionRule } from "@shared/api/types";

export const RULES = ["mails", "webhooks", "visits", "acts"] as const satisfies readonly RetentionRule[];

export function faultOf(kept: Keeping, typed: string): boolean {
  if (!/^\d{1,5}$/.test(typed.trim())) return true;
  const days = Number(typed);
  return days < kept.least || days > kept.most;
}

/** What cannot be kept is a change too: saving it tells what is wrong. */
export function isChanged(kept: Keeping, typed: string): boolean {
  return faultOf(kept, typed) || Number(typed) !== kept.days;
}

export function isShorter(kept: Keeping, typed: string): boolean {
  return !faultOf(kept, typed) && Number(typed) < kept.days;
}
