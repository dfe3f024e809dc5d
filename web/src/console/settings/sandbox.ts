/** The simulated gateway's knobs. */
import type { SandboxControls } from "@shared/api/types";

/** Good behaviour. Whether money is captured when asked only tells one kind of gateway from another. */
export const WELL: Omit<SandboxControls, "captures_when_asked"> = {
  is_down: false,
  declines: false,
  refuses_refunds: false,
  latency_ms: 0,
  webhook_copies: 1,
  webhook_delay_ms: 0,
  shuffles_webhooks: false,
};

export const SWITCHES = ["is_down", "declines", "captures_when_asked", "refuses_refunds", "shuffles_webhooks"] as const;

/** What each graded knob offers, smallest first; the first is good behaviour. */
export const GRADES = {
  latency_ms: [0, 500, 2000, 5000, 10_000],
  webhook_copies: [1, 2, 3, 5],
  webhook_delay_ms: [0, 5000, 30_000, 120_000],
} as const;
export type Graded = keyof typeof GRADES;

export const behavesWell = (controls: SandboxControls): boolean =>
  (Object.keys(WELL) as (keyof typeof WELL)[]).every((knob) => controls[knob] === WELL[knob]);

/** The grades of a knob together with its present value, which may have been set elsewhere. */
export const gradesWith = (knob: Graded, value: number): number[] =>
  [...new Set<number>([...GRADES[knob], value])].toSorted((a, b) => a - b);
