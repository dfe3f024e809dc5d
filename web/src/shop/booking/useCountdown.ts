/** Time left until a moment, told anew each second; milliseconds, never below zero. */
import { type Ref, computed, onScopeDispose, ref } from "vue";

const DAY = 86_400_000;

export function useCountdown(until: Readonly<Ref<number | null>>) {
  const now = ref(Date.now());
  const clock = setInterval(() => (now.value = Date.now()), 1000);
  onScopeDispose(() => clearInterval(clock));
  const left = computed(() => (until.value === null ? null : Math.max(0, until.value - now.value)));
  /** Whole days left; a clock would be too long to read. */
  const days = computed(() => (left.value !== null && left.value >= DAY ? Math.floor(left.value / DAY) : 0));
  return { left, days };
}
