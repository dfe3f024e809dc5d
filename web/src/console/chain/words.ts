/** Findings and figures in words: what the server names by code and number. */
import { formatClock, kbps, number } from "@shared/format";
import type { IconName } from "@shared/ui";
import { codecName } from "../studio/inputAdvice";
import type { Params, StageName, StageReport } from "./useChain";

type Translate = (key: string, named?: Record<string, unknown>) => string;
type Figures = StageReport["figures"];

export const STAGE_ICONS: Record<StageName, IconName> = {
  encoder: "camera",
  ingest: "upload",
  packaging: "box",
  delivery: "globe",
  player: "eye",
};

export const STATE_ICONS: Record<StageReport["state"], IconName> = {
  ok: "check",
  warn: "warning",
  fault: "close",
  idle: "minus",
};

const one = (value: number) => number(value, { maximumFractionDigits: 1 });

/** Parameters of a sentence, as the language writes them. */
export function named(params: Params): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "number" ? (name.endsWith("kbps") ? kbps(value) : one(value)) : String(value ?? ""),
    ]),
  );
}

export interface Row {
  key: string;
  value: string;
}

/** The figures of a stage worth a line; those that are not known stay away. */
export function rowsOf(report: StageReport, t: Translate): Row[] {
  const figures = report.figures;
  const rows = ROWS[report.stage](new Reader(figures), t);
  return rows.flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
}

class Reader {
  constructor(private readonly figures: Figures) {}

  number(name: string): number | null {
    const value = this.figures[name];
    return typeof value === "number" ? value : null;
  }

  text(name: string): string | null {
    const value = this.figures[name];
    return typeof value === "string" ? value : null;
  }

  is(name: string): boolean {
    return this.figures[name] === true;
  }

  has(name: string): boolean {
    return name in this.figures;
  }

  as(name: string, words: (value: number) => string): string | null {
    const value = this.number(name);
    return value === null ? null : words(value);
  }
}

type Rows = [string, string | null][];

const percent = (value: number) => number(value, { style: "percent", maximumFractionDigits: 1 });

function both(median: string | null, most: string | null): string | null {
  return median !== null && most !== null && median !== most ? `${median} · ${most}` : median;
}

const ROWS: Record<StageName, (figures: Reader, t: Translate) => Rows> = {
  encoder: (f, t) => {
    const seconds = (value: number) => t("chain.seconds", { value: one(value / 1000) });
    const codec = f.text("video_codec");
    const wanted = f.as("expected_frame_rate", one);
    const rate = f.as("frame_rate", one);
    const sound = f.text("audio_codec");
    const source = f.text("source");
    const shown = source === "outside" || source === "backup" ? t(`chain.source_${source}`) : null;
    return [
      ["source", shown],
      ["video", codec && `${codecName(codec)} ${f.as("width", String) ?? ""}×${f.as("height", String) ?? ""}`],
      ["frame_rate", rate && t("chain.fps", { rate: wanted && wanted !== rate ? `${rate} / ${wanted}` : rate })],
      ["bitrate", f.as("video_kbps", kbps)],
      ["keyframes", f.as("keyframe_interval_ms", (value) => (value > 0 ? seconds(value) : "–"))],
      ["sound", f.has("audio_codec") ? (sound ? codecName(sound) : t("chain.none")) : null],
    ];
  },
  ingest: (f, t) => [
    ["jitter", f.as("jitter_ms", (value) => t("chain.milliseconds", { value: number(Math.round(value)) }))],
    ["pace", f.as("pace", percent)],
    ["dropped_recent", f.as("dropped_recent", number)],
    ["duration", f.as("duration_ms", formatClock)],
    ["reconnects", f.has("jitter_ms") || (f.number("reconnects") ?? 0) > 0 ? f.as("reconnects", number) : null],
  ],
  packaging: (f, t) => {
    const milliseconds = (value: number) => t("chain.milliseconds", { value: number(Math.round(value)) });
    return [
      ["parts_late", f.as("part_late_ms", milliseconds)],
      ["loop_lag", f.as("loop_lag_ms", milliseconds)],
      ["cpu", f.as("cpu_percent", (value) => percent(value / 100))],
      ["disk", f.as("disk_free_bytes", (value) => t("chain.gigabytes", { value: one(value / 1e9) }))],
      ["recording", f.has("recording") ? t(f.is("recording") ? "chain.yes" : "chain.no") : null],
    ];
  },
  delivery: (f) => [
    ["connections", f.as("connections", number)],
    ["out", f.as("out_kbps", kbps)],
    ["late_parts", f.as("late_parts", number)],
    ["slow_clients", f.as("slow_clients", number)],
    ["whep", f.number("whep_cap") ? `${String(f.number("whep_viewers") ?? 0)} / ${String(f.number("whep_cap"))}` : null],
  ],
  player: (f, t) => {
    const seconds = (value: number) => t("chain.seconds", { value: one(value / 1000) });
    return [
      ["players", f.as("players", number)],
      ["stalled", f.as("stalled_ratio", percent)],
      ["first_frame", both(f.as("first_frame_p50_ms", seconds), f.as("first_frame_p95_ms", seconds))],
      ["latency", both(f.as("latency_p50_ms", seconds), f.as("latency_p95_ms", seconds))],
      ["player_rate", f.as("bitrate_p50_kbps", kbps)],
      ["protocols", protocols(f)],
    ];
  },
};

const PROTOCOLS = { ll_hls: "LL-HLS", hls: "HLS", whep: "WHEP", native: "HLS (native)" };

function protocols(figures: Reader): string | null {
  const told = Object.entries(PROTOCOLS).flatMap(([key, name]) => {
    const count = figures.number(`players_${key}`);
    return count === null ? [] : [`${name} ${number(count)}`];
  });
  return told.length > 0 ? told.join(" · ") : null;
}
