/** Reading a chart along its time: by the pointer, or as a slider by the keys. */
import { type Ref, computed } from "vue";

/** How far the page keys and shift go. */
const FAR = 10;

export interface Axis {
  /** The moments that have values, oldest first; milliseconds. */
  moments: readonly number[];
  /** What the chart's width stands for. */
  from: number;
  to: number;
}

/** The moment nearest to `at`: its place in the list, -1 in an empty one. */
export function nearest(moments: readonly number[], at: number): number {
  let best = -1;
  moments.forEach((moment, index) => {
    if (best < 0 || Math.abs(moment - at) < Math.abs((moments[best] ?? 0) - at)) best = index;
  });
  return best;
}

/**
 * `cursor` is the moment that is read; null is the chart's rest: its first moment, or "last" where it follows the
 * newest.
 */
export function useReading(cursor: Ref<number | null>, axis: () => Axis, rest: "first" | "last") {
  const index = computed(() => {
    const { moments } = axis();
    if (cursor.value !== null) return nearest(moments, cursor.value);
    return rest === "first" ? Math.min(0, moments.length - 1) : moments.length - 1;
  });

  function point(event: PointerEvent): void {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const share = box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
    const { from, to } = axis();
    cursor.value = from + share * (to - from);
  }

  function key(event: KeyboardEvent): void {
    const { moments } = axis();
    const end = moments.length - 1;
    const by = event.shiftKey ? FAR : 1;
    const steps: Record<string, number | undefined> = {
      ArrowLeft: index.value - by,
      ArrowDown: index.value - by,
      ArrowRight: index.value + by,
      ArrowUp: index.value + by,
      PageDown: index.value - FAR,
      PageUp: index.value + FAR,
      Home: 0,
      End: end,
    };
    const wanted = steps[event.key];
    if (wanted === undefined || end < 0) return;
    event.preventDefault();
    // Whoever goes to the end of what still grows wants to follow it.
    if (event.key === "End" && rest === "last") cursor.value = null;
    else cursor.value = moments[Math.max(0, Math.min(end, wanted))] ?? null;
  }

  return {
    index,
    /** For a slider: `aria-valuenow` of `aria-valuemax`, from 0. */
    now: computed(() => Math.max(0, index.value)),
    last: computed(() => Math.max(0, axis().moments.length - 1)),
    on: { pointermove: point, pointerdown: point, keydown: key },
    release: () => (cursor.value = null),
  };
}
