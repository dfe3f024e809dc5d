export { type WhipAdvice, adviseBroadcast } from "./advice";
export { WhipClient, type WhipOptions, type WhipState } from "./client";
export type { Figures } from "./figures";
export { WhipProblem, type WhipReason } from "./problem";
