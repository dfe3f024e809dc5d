/** What to send from this browser; kept on the device. */
import { recall, remember } from "@shared/storage";

export type SourceKind = "camera" | "screen" | "both";
export type Orientation = "landscape" | "portrait";
export type Lines = 720 | 1080;

export interface Choice {
  kind: SourceKind;
  /** Ids of devices; empty for the browser's default. */
  camera: string;
  microphone: string;
  sound: boolean;
  orientation: Orientation;
  lines: Lines;
  kbps: number;
  mirrored: boolean;
}

export const BITRATES = [1500, 2500, 4000, 6000] as const;
export const KINDS = ["camera", "screen", "both"] as const;

/** What a picture of so many lines needs to look good with H.264, kbit/s. */
export const usualKbps = (lines: Lines): number => (lines === 1080 ? 4000 : 2500);

export const FIRST_CHOICE: Choice = {
  kind: "camera",
  camera: "",
  microphone: "",
  sound: true,
  orientation: "landscape",
  lines: 720,
  kbps: 2500,
  mirrored: true,
};

/** Width and height in pixels. */
export function sizeOf(choice: Pick<Choice, "orientation" | "lines">): { width: number; height: number } {
  const long = choice.lines === 1080 ? 1920 : 1280;
  return choice.orientation === "portrait" ? { width: choice.lines, height: long } : { width: long, height: choice.lines };
}

const KEY = "console.broadcast";

export function recallChoice(): Choice {
  const known = recall(KEY, (value): value is Partial<Choice> => typeof value === "object" && value !== null) ?? {};
  const choice = { ...FIRST_CHOICE };
  if (KINDS.some((kind) => kind === known.kind)) choice.kind = known.kind ?? choice.kind;
  if (known.orientation === "portrait") choice.orientation = "portrait";
  if (known.lines === 1080) choice.lines = 1080;
  if (BITRATES.some((kbps) => kbps === known.kbps)) choice.kbps = known.kbps ?? choice.kbps;
  if (typeof known.camera === "string") choice.camera = known.camera;
  if (typeof known.microphone === "string") choice.microphone = known.microphone;
  if (known.sound === false) choice.sound = false;
  if (known.mirrored === false) choice.mirrored = false;
  return choice;
}

export const rememberChoice = (choice: Choice): void => remember(KEY, choice);
