/** How this device likes its pictures: chosen once, remembered here, the same for every show. */
import { isFlag, isText, recall, remember } from "../storage";
import { ref, watch } from "vue";
import type { Delay, Quality } from "./engine";

const isDelay = (value: unknown): value is Delay => value === "smooth" || value === "fast";
const isQuality = (value: unknown): value is Quality =>
  value === "auto" || value === "source" || value === "low" || value === "sound";

export const delay = ref<Delay>(recall("player.delay", isDelay) ?? "smooth");
export const quality = ref<Quality>(recall("player.quality", isQuality) ?? "auto");
/** Whether captions were turned on or off; null while neither was. */
export const captionsOn = ref<boolean | null>(recall("player.captions_on", isFlag));
/** The language of captions that was chosen, kept while they are off; null while none was. */
export const captionsLanguage = ref<string | null>(recall("player.captions_language", isText));

/** Captions in a language, or none: then the language is there for the next time. */
export function chooseCaptions(language: string): void {
  captionsOn.value = language !== "";
  if (language) captionsLanguage.value = language;
}

watch(delay, (value) => remember("player.delay", value));
watch(quality, (value) => remember("player.quality", value));
watch(captionsOn, (value) => remember("player.captions_on", value));
watch(captionsLanguage, (value) => remember("player.captions_language", value));
