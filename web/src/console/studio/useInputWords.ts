/** How an input stands, and what it sends, in words. */
import { type ComputedRef, computed } from "vue";
import { useI18n } from "vue-i18n";
import { codecName, isHint } from "./inputAdvice";
import type { InputState } from "./usePicture";
import { one } from "./words";

export interface InputWords {
  badge: ComputedRef<{ kind: "danger" | "grey" | "amber" | "jade"; text: string }>;
  picture: ComputedRef<string>;
  sound: ComputedRef<string>;
}

export function useInputWords(of: () => InputState): InputWords {
  const { t } = useI18n();
  const badge = computed(() => {
    const state = of().input?.state ?? "offline";
    if (state === "stalled") return { kind: "danger", text: t("desk.state_stalled") } as const;
    if (state !== "live") return { kind: "grey", text: t(`desk.state_${state}`) } as const;
    const isWrong = of().advice.some((advice) => !isHint(advice));
    return isWrong ? ({ kind: "amber", text: t("desk.state_look") } as const) : ({ kind: "jade", text: t("desk.state_good") } as const);
  });
  const picture = computed(() => {
    const video = of().input?.video;
    return video ? `${codecName(video.codec)} ${video.width}×${video.height}` : "–";
  });
  const sound = computed(() => {
    const input = of().input;
    if (!input?.video) return "–";
    if (!input.audio) return t("desk.no_sound");
    const { codec, sample_rate, channels } = input.audio;
    return `${codecName(codec)} ${one(sample_rate / 1000)} kHz ${t(channels > 1 ? "desk.stereo" : "desk.mono")}`;
  });
  return { badge, picture, sound };
}
