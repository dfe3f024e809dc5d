/**
 * Lets the parts of a page come one after the other, each in a task of its own: between two of them the browser paints
 * and answers a touch. The turn goes from 0 to `turns`.
 */
import { onBeforeUnmount, onMounted, ref, type Ref } from "vue";

export function useInTurn(turns: number): Readonly<Ref<number>> {
  const turn = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    turn.value += 1;
    if (turn.value < turns) timer = setTimeout(next);
  };
  onMounted(() => (timer = setTimeout(next)));
  onBeforeUnmount(() => clearTimeout(timer));
  return turn;
}
