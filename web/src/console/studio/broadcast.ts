/**
 * The broadcast from this browser: one per page load. It goes on while the console shows other pages, so that one
 * person can send the picture and work at the desk; TopBar shows a lamp that leads back.
 */
import { type Figures, WhipClient, WhipProblem, adviseBroadcast } from "@shared/whip";
import { computed, effectScope, reactive, ref, shallowRef, watch } from "vue";
import type { Role, StreamKey } from "../lib/mediaApi";
import { type Choice, recallChoice, rememberChoice } from "./capture/choice";
import { type Devices, listDevices } from "./capture/devices";
import { type Opened, openChoice } from "./capture/open";
import { CaptureProblem, type CaptureReason, obstacle } from "./capture/problems";
import { holdAwake, warnBeforeLeaving } from "./capture/stay";
import { pictureAddress } from "@shared/player/address";

export type BroadcastState = "idle" | "connecting" | "live" | "reconnecting";
export interface Target {
  showId: string;
  title: string;
  role: Role;
}

const KEEP = 150; // samples of two seconds

/** In a scope of its own: it outlives the page that began it. */
const create = () => {
  const choice = reactive<Choice>(recallChoice());
  const devices = shallowRef<Devices>({ cameras: [], microphones: [] });
  const opened = shallowRef<Opened | null>(null);
  const opening = ref(false);
  const muted = ref(false);
  const captureProblem = ref<CaptureReason | null>(null);

  const state = ref<BroadcastState>("idle");
  const problem = shallowRef<WhipProblem | null>(null);
  const target = shallowRef<Target | null>(null);
  const since = ref(0);
  const history = shallowRef<readonly Figures[]>([]);
  let client: WhipClient | null = null;

  const stream = computed(() => opened.value?.stream ?? null);
  const advice = computed(() => (state.value === "live" ? adviseBroadcast(history.value, choice.kbps) : []));
  const sending = computed(() => state.value !== "idle");

  watch(choice, (value) => rememberChoice(value));
  watch(
    () => choice.kbps,
    (kbps) => void client?.setMaxKbps(kbps),
  );
  watch(sending, (isSending) => {
    holdAwake(isSending);
    warnBeforeLeaving(isSending, () => client?.leave());
  });

  async function refreshDevices(): Promise<void> {
    if (!obstacle()) devices.value = await listDevices().catch(() => devices.value);
  }

  /** Opens what is chosen; what was open stays when that fails. */
  async function open(): Promise<void> {
    if (opening.value) return;
    opening.value = true;
    captureProblem.value = null;
    const before = opened.value;
    try {
      // Some devices can be open only once: the old is let go first, unless it is on its way to viewers.
      if (before && !sending.value) close();
      const next = await openChoice(choice);
      next.mute(muted.value);
      next.onEnded(() => {
        if (opened.value === next) captureProblem.value = "ended";
      });
      opened.value = next;
      await client?.useStream(next.stream);
      if (before !== opened.value) before?.close();
    } catch (error) {
      captureProblem.value = error instanceof CaptureProblem ? error.reason : "unknown";
    } finally {
      opening.value = false;
      await refreshDevices();
    }
  }

  function close(): void {
    opened.value?.close();
    opened.value = null;
  }

  function change(to: Partial<Choice>): void {
    Object.assign(choice, to);
    const needsNew = Object.keys(to).some((key) => key !== "kbps" && key !== "mirrored");
    if (opened.value && needsNew) void open();
  }

  function mute(value: boolean): void {
    muted.value = value;
    opened.value?.mute(value);
  }

  async function start(to: Target, key: StreamKey): Promise<void> {
    const url = pictureAddress(key.whip_url);
    if (!opened.value || sending.value || !url) return;
    problem.value = null;
    history.value = [];
    target.value = to;
    state.value = "connecting";
    const mine = new WhipClient({
      url,
      token: key.stream_key,
      stream: opened.value.stream,
      maxKbps: choice.kbps,
      onState: (next, why) => {
        if (client !== mine) return;
        if (why) problem.value = why;
        if (next === "live") problem.value = null;
        if (next === "live" && state.value === "connecting") since.value = Date.now();
        state.value = next === "stopped" ? "idle" : next;
      },
      onFigures: (figures) => (history.value = [...history.value, figures].slice(-KEEP)),
    });
    client = mine;
    try {
      await mine.start();
    } catch (error) {
      if (client === mine && error instanceof WhipProblem) problem.value = error;
      else if (client === mine) problem.value = new WhipProblem("no_route", 0, "", String(error));
    } finally {
      if (mine.state === "stopped" && client === mine) {
        client = null;
        state.value = "idle";
      }
    }
  }

  async function stop(): Promise<void> {
    const mine = client;
    client = null;
    state.value = "idle";
    problem.value = null;
    await mine?.stop();
  }

  if (!obstacle()) navigator.mediaDevices.addEventListener("devicechange", () => void refreshDevices());

  return {
    choice, devices, stream, opening, muted, captureProblem, state, problem, target, since, history, advice, sending,
    open, close, change, mute, start, stop, refreshDevices,
  };
};

export type Broadcast = ReturnType<typeof create>;
let made: Broadcast | undefined;

export function useBroadcast(): Broadcast {
  made ??= effectScope(true).run(create);
  if (!made) throw new Error("no scope");
  return made;
}

/** Whether one has been begun, without beginning one. */
export const knownBroadcast = (): Broadcast | undefined => made;
