/** How this device likes its pictures: chosen once, remembered here, the same for every show. */
import { isText, recall, remember } from "../storage";
import { ref, watch } from "vue";
import type { Delay, Quality } from "./engine";

const isDelay = (value: unknown): value is Delay => value === "smooth" || value === "fast";
const isQuality = (value: unknown): value is Quality =>
  value === "auto" || value === "source" || value === "low" || value === "sound";

export const delay = ref<Delay>(recall("player.delay", isDelay) ?? "smooth");
export const quality = ref<Quality>(recall("player.quality", isQuality) ?? "auto");
/** The language of captions that was chosen; "" for none, null while nothing was chosen. */
export const captions = ref<string | null>(recall("player.captions", isText));

watch(delay, (value) => remember("player.delay", value));
watch(quality, (value) => remember("player.quality", value));
watch(captions, (value) => remember("player.captions", value));
