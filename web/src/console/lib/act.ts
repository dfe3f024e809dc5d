/** What a press asks of the server: busy until it has answered, and what went wrong is told in a toast. */
import { explain } from "@shared/api/explain";
import { toast } from "@shared/ui/toast";
import { type ComputedRef, computed, ref } from "vue";

export interface Act {
  busy: ComputedRef<boolean>;
  /** True when it went through. */
  run: (work: () => Promise<void>) => Promise<boolean>;
}

export function useAct(): Act {
  const running = ref(0);

  async function run(work: () => Promise<void>): Promise<boolean> {
    running.value += 1;
    try {
      await work();
      return true;
    } catch (problem) {
      toast(explain(problem), { kind: "bad" });
      return false;
    } finally {
      running.value -= 1;
    }
  }

  return { busy: computed(() => running.value > 0), run };
}
