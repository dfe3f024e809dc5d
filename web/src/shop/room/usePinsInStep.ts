/** The pins as the picture on screen has them (InStep), as reactive state. */
import type { RoomPin } from "@shared/api/types";
import { InStep } from "@shared/room/inStep";
import { type Ref, onScopeDispose, shallowRef, watch } from "vue";

const LOOK = 150;

export function usePinsInStep(pinsNow: Readonly<Ref<readonly RoomPin[]>>, now: () => number) {
  const steps = new InStep();
  const pins = shallowRef<readonly RoomPin[]>([]);
  let pictureTime: () => number | null = () => null;
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    pins.value = steps.shown(pictureTime(), now());
    if (!steps.behind) {
      clearInterval(timer);
      timer = undefined;
    } else timer ??= setInterval(look, LOOK);
  }

  watch(
    pinsNow,
    (value) => {
      steps.take(value, now());
      look();
    },
    { immediate: true },
  );
  onScopeDispose(() => clearInterval(timer));

  return {
    pins,
    /** Says how old the moving picture is: its time in milliseconds since the epoch, or null without one. */
    follow: (time: () => number | null) => (pictureTime = time),
  };
}
