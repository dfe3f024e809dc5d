/** What the tool shows of the replay: where the picture stands, what is selected, and which part is in view. */
import { type Ref, computed, ref, watch } from "vue";
import type { View } from "./attention";
import { type Range, around, lengthOf, stepped, withIn, withOut } from "./range";

/** The first selection, in milliseconds. */
const FIRST = 30_000;
const CLOSEST = 20_000;

export function useTimeline(bounds: Ref<readonly number[]>, duration: Ref<number>) {
  const at = ref(0);
  const range = ref<Range>({ in_ms: 0, out_ms: 0 });
  const view = ref<View>({ from: 0, to: 1 });

  watch(
    duration,
    (length, before) => {
      if (length === (before ?? 0) || length === 0) return;
      view.value = { from: 0, to: length };
      if (lengthOf(range.value) === 0) range.value = around(bounds.value, FIRST / 2, FIRST);
    },
    { immediate: true },
  );

  const setIn = (ms: number) => (range.value = withIn(range.value, bounds.value, ms));
  const setOut = (ms: number) => (range.value = withOut(range.value, bounds.value, ms));
  const select = (ms: number, length: number) => (range.value = around(bounds.value, ms, length));
  const step = (from: number, by: number) => stepped(bounds.value, from, by);

  /** `factor` below 1 shows less; the middle of the selection stays in the middle. */
  function zoom(factor: number): void {
    const { from, to } = view.value;
    // Never so close that the handles of the selection are out of sight.
    const closest = Math.max(CLOSEST, lengthOf(range.value) * 1.3);
    const span = Math.min(duration.value, Math.max(closest, (to - from) * factor));
    const middle = (range.value.in_ms + range.value.out_ms) / 2;
    const start = Math.max(0, Math.min(duration.value - span, middle - span / 2));
    view.value = { from: start, to: start + span };
  }
  const whole = computed(() => view.value.to - view.value.from >= duration.value - 1);

  /** Moves the part in view so that a time is within it. */
  function reveal(ms: number): void {
    const { from, to } = view.value;
    if (ms >= from && ms <= to) return;
    const span = to - from;
    const start = Math.max(0, Math.min(duration.value - span, ms - span / 2));
    view.value = { from: start, to: start + span };
  }

  return { at, range, view, whole, setIn, setOut, select, step, zoom, reveal };
}

export type Timeline = ReturnType<typeof useTimeline>;
