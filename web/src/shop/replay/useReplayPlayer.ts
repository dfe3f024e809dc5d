/** The replay in its <video>: where it is, how fast it goes, and the place where it was left. Times in seconds. */
import { type Vod, playVod } from "@shared/player/vod";
import { recall, remember } from "@shared/storage";
import { type Ref, computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from "vue";
import { type Replay, rememberPosition } from "./replay";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;
const isSpeed = (value: unknown): value is number => typeof value === "number" && (SPEEDS as readonly number[]).includes(value);

export function useReplayPlayer(show: string, replay: Replay, from: number, muted: Ref<boolean>) {
  const video = shallowRef<HTMLVideoElement | null>(null);
  const length = replay.duration_ms / 1000;
  const at = ref(from);
  const state = ref<"waiting" | "playing" | "paused" | "failed">("waiting");
  const speed = ref(recall("replay.speed", isSpeed) ?? 1);
  let vod: Vod | null = null;
  let keptAt = 0;
  let wanted = true;

  async function play(): Promise<void> {
    const element = video.value;
    if (!element) return;
    wanted = true;
    if (element.ended) element.currentTime = 0;
    try {
      await element.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "NotAllowedError") return;
      if (muted.value) state.value = "paused";
      else {
        muted.value = true;
        element.muted = true;
        await element.play().catch(() => (state.value = "paused"));
      }
    }
  }
  function pause(): void {
    wanted = false;
    video.value?.pause();
  }
  const toggle = () => (video.value?.paused ? void play() : pause());

  function seek(to: number): void {
    at.value = Math.min(Math.max(0, to), Math.max(0, length - 0.5));
    if (video.value) video.value.currentTime = at.value;
  }
  /** The element tells of its time a few times a second only; a step begins where the picture is. */
  function step(by: number): void {
    const element = video.value;
    const stands = element && !element.seeking && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    seek((stands ? element.currentTime : at.value) + by);
  }

  function open(): void {
    const element = video.value;
    if (!element) return;
    vod?.destroy();
    state.value = "waiting";
    vod = playVod(element, replay.playlist_url, { at: at.value, failed: () => (state.value = "failed") });
    void play();
  }

  function keep(): void {
    keptAt = at.value;
    rememberPosition(show, at.value, length);
  }

  const on = {
    // The wish to play is forgotten when the media is attached.
    canplay: () => {
      if (wanted && video.value?.paused && !video.value.ended) void play();
    },
    playing: () => (state.value = "playing"),
    waiting: () => (state.value = "waiting"),
    pause: () => {
      if (state.value !== "failed" && !(wanted && state.value === "waiting")) state.value = "paused";
      keep();
    },
    ended: () => {
      wanted = false;
      state.value = "paused";
    },
    // Before the first frame the element is still at its beginning, not where it was sent.
    timeupdate: () => {
      const element = video.value;
      if (!element || element.seeking || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      at.value = element.currentTime;
      if (Math.abs(at.value - keptAt) > 5) keep();
    },
    loadedmetadata: () => apply(),
  };

  function apply(): void {
    if (video.value) video.value.playbackRate = speed.value;
  }
  watch(speed, (value) => {
    remember("replay.speed", value);
    apply();
  });
  watch(muted, (value) => {
    if (video.value) video.value.muted = value;
  });

  onMounted(() => {
    open();
    addEventListener("pagehide", keep);
  });
  onBeforeUnmount(() => {
    removeEventListener("pagehide", keep);
    keep();
    vod?.destroy();
  });

  return { video, at, length, state, speed, on, open, play, pause, toggle, seek, step, moving: computed(() => state.value === "playing" || state.value === "waiting") };
}
