/** Advice and refusals as sentences in the user's language. */
import { number } from "@shared/format";
import { translate } from "@shared/i18n";
import type { WhipAdvice, WhipProblem } from "@shared/whip";
import type { Refusal } from "../lib/mediaApi";
import type { Advice } from "./inputAdvice";

export const one = (value: number): string => number(value, { maximumFractionDigits: 1 });

/** A text that may not be there yet: codes of servers are open. */
const known = (key: string, values: Record<string, unknown> = {}): string | null => {
  const text = translate(key, values);
  return text === key ? null : text;
};

export function adviceWords(advice: Advice): string {
  switch (advice.kind) {
    case "keyframes":
      return translate("desk.advice_keyframes", { seconds: one(advice.seconds) });
    case "slow_encoder":
      return translate("desk.advice_slow_encoder", { rate: one(advice.rate), wanted: one(advice.wanted) });
    case "dropping":
      return translate("desk.advice_dropping", { frames: number(advice.frames) });
    case "silent":
      return translate("desk.advice_silent", { seconds: number(Math.round(advice.seconds)) });
    case "jitter":
    case "drift":
      return translate(`desk.advice_${advice.kind}`, { ms: number(Math.round(Math.abs(advice.ms))) });
    default:
      return translate(`desk.advice_${advice.kind}`);
  }
}

export function broadcastWords(advice: WhipAdvice): string {
  switch (advice.kind) {
    case "loss":
      return translate("whip.advice_loss", { percent: one(advice.percent) });
    case "slow_uplink":
      return translate("whip.advice_slow_uplink", { kbps: number(Math.round(advice.kbps)) });
    case "few_frames":
      return translate("whip.advice_few_frames", { rate: number(Math.round(advice.rate)) });
    case "long_way":
      return translate("whip.advice_long_way", { ms: number(Math.round(advice.rtt)) });
    default:
      return translate(`whip.advice_${advice.kind}`);
  }
}

/** Why an encoder was turned away. The server's sentence is in the user's language whenever it has a code. */
export function refusalWords(refusal: Refusal): string {
  if (refusal.code && refusal.detail) return refusal.detail;
  return known(`desk.refusal_${refusal.reason}`) ?? translate("desk.refusal_other");
}

export function whipWords(problem: WhipProblem): string {
  if (problem.reason !== "refused") return translate(`whip.problem_${problem.reason}`);
  const own = known(`refusal.${problem.code.replace(/^media\.(refusal\.)?/, "")}`, problem.params);
  return own ?? (problem.message || translate("whip.problem_refused", { status: problem.status }));
}
