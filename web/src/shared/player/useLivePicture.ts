/**
 * A live picture in one <video>, by whichever engine plays it best. Starts muted (browsers allow no other start),
 * keeps itself running, and keeps the last frame on screen while the picture begins anew.
 */
import { type Ref, computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from "vue";
import { type BeaconSend, PlayerBeacon } from "./beacon";
import { type Engine, type Offer, type Protocol, type Quality, type Refusal, type Wish, goesFast, preloadPlayer, startEngine } from "./engine";
import { useHeldFrame } from "./frame";
import { usePictureInPicture } from "./pip";

/**
 *  - "waiting": there should be a picture and it is on its way
 *  - "playing": frames are on screen
 *  - "paused": the viewer stopped it, or the browser refused to start it
 *  - "idle": no address
 */
export type PlayerState = "idle" | "waiting" | "playing" | "paused";

export interface LivePictureOptions {
  offer: () => Offer | null;
  wish: () => Wish;
  muted: Ref<boolean>;
  /** Whether the last frame stays when the address goes: the picture will be back. */
  hold: () => boolean;
  /** Now by the server's clock, in milliseconds since the epoch. */
  now: () => number;
  /** Where to tell how the picture plays, if anybody wants to know. */
  report: BeaconSend | null;
}

/** What a menu over the picture shows and does. */
export interface PictureControls {
  readonly qualities: readonly Quality[];
  /** Why the sub-second path is not taken although it is wished for, if so. */
  readonly refusal: Refusal | null;
  readonly canPip: boolean;
  readonly inPip: boolean;
  togglePip(): Promise<void>;
  latency(): number | null;
  bitrate(): number | null;
  protocol(): Protocol | null;
}

/** The longest time to play out what is buffered of a picture that ended, in milliseconds. */
const PLAY_OUT = 2500;

export function useLivePicture(options: LivePictureOptions) {
  const { muted } = options;
  const video = shallowRef<HTMLVideoElement | null>(null);
  const state = ref<PlayerState>("idle");
  const qualities = ref<readonly Quality[]>(["auto"]);
  const refusal = ref<Refusal | null>(null);
  const frame = useHeldFrame();
  const pip = usePictureInPicture(video);
  let stoppedByViewer = false;
  let engine: Engine | null = null;
  let beacon: PlayerBeacon | null = null;
  let playOut: ReturnType<typeof setTimeout> | undefined;

  async function play(): Promise<void> {
    const element = video.value;
    if (!element || !options.offer()) return;
    stoppedByViewer = false;
    try {
      await element.play();
    } catch (error) {
      // With sound the browser may refuse; a silent picture is better than none.
      const refused = error instanceof DOMException && error.name === "NotAllowedError";
      if (!refused) return;
      if (muted.value) state.value = "paused";
      else {
        muted.value = true;
        element.muted = true;
        await element.play().catch(() => (state.value = "paused"));
      }
    }
  }

  function pause(): void {
    stoppedByViewer = true;
    video.value?.pause();
  }

  function toggle(): void {
    if (video.value?.paused) {
      engine?.toLiveEdge();
      void play();
    } else pause();
  }

  function close(): void {
    clearTimeout(playOut);
    engine?.destroy();
    engine = null;
  }

  function open(): void {
    const element = video.value;
    const offer = options.offer();
    if (!element || !offer) {
      rest();
      return;
    }
    close();
    beacon?.begin();
    state.value = "waiting";
    engine = startEngine(
      {
        video: element,
        losing: () => frame.hold(element),
        qualities: (list) => (qualities.value = list),
        refused: (why) => (refusal.value = why),
        now: options.now,
      },
      offer,
      options.wish(),
      refusal.value,
    );
    if (!stoppedByViewer) void play();
  }

  /** The picture is gone: what is buffered is played out, then the last frame stays, or nothing. */
  function rest(): void {
    const element = video.value;
    const { buffered, currentTime = 0 } = element ?? {};
    const left = buffered?.length ? (buffered.end(buffered.length - 1) - currentTime) * 1000 : 0;
    const wait = options.hold() && engine && !element?.paused ? Math.min(PLAY_OUT, Math.max(0, left - 100)) : 0;
    clearTimeout(playOut);
    playOut = setTimeout(() => {
      beacon?.rest();
      close();
      if (!options.hold()) frame.release();
      state.value = "idle";
    }, wait);
  }

  /** What has to begin anew when it changes; a new address of the path that is not taken is none of it. */
  const path = computed(() => {
    const offer = options.offer();
    if (!offer) return "";
    return goesFast(offer, options.wish(), refusal.value) ? `whep ${offer.whep ?? ""}` : `hls ${offer.hls}`;
  });
  watch(path, open);
  watch(
    () => options.wish().quality,
    (quality) => engine?.choose(quality),
  );
  watch(
    () => options.wish().delay,
    () => (refusal.value = null),
  );
  watch(options.hold, (hold) => {
    if (!hold && state.value === "idle") frame.release();
  });
  watch(muted, (value) => {
    const element = video.value;
    if (!element) return;
    element.muted = value;
    if (!value && element.paused && !stoppedByViewer) void play();
  });

  function onVisible(): void {
    if (document.hidden || stoppedByViewer || pip.active.value) return;
    engine?.toLiveEdge();
    void play();
  }

  const on = {
    playing: () => {
      state.value = "playing";
      if (video.value) frame.releaseWith(video.value);
    },
    waiting: () => {
      if (engine) state.value = "waiting";
    },
    pause: () => {
      if (video.value?.ended) return;
      if (stoppedByViewer) state.value = options.offer() ? "paused" : "idle";
      else if (engine && !document.hidden) void play();
    },
    canplay: () => {
      if (!stoppedByViewer) void play();
    },
  };

  onMounted(() => {
    preloadPlayer();
    if (video.value && options.report) {
      beacon = new PlayerBeacon({ video: video.value, source: controls, send: options.report });
    }
    open();
    document.addEventListener("visibilitychange", onVisible);
  });
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", onVisible);
    beacon?.destroy();
    close();
  });

  const controls: PictureControls = reactive({
    qualities,
    refusal,
    canPip: pip.possible,
    inPip: pip.active,
    togglePip: pip.toggle,
    latency: () => engine?.latency() ?? null,
    bitrate: () => engine?.bitrate() ?? null,
    protocol: () => engine?.protocol ?? null,
  });

  return {
    video,
    state,
    frame,
    controls,
    on,
    play,
    pause,
    toggle,
    programTime: () => engine?.programTime() ?? null,
  };
}
