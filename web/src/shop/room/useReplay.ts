/** Whether a show that is over can be seen again; asked at once, and for a while after its end. */
import { type Ref, onScopeDispose, ref, shallowRef, watch } from "vue";
import { type Replay, loadReplay } from "../replay/replay";
import type { Stage } from "./useLiveRoom";

const AGAIN = 6000;
/** Recordings are closed within seconds of the end; a replay that has not come in two minutes needs a decision. */
const MOST_LOOKS = 20;

export function useReplay(show: string, stage: Readonly<Ref<Stage | null>>) {
  const replay = shallowRef<Replay | null>(null);
  const asked = ref(false);
  /** Whether it is on the page; a show that ends before the viewer's eyes says good-bye first. */
  const watching = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;
  /** The page is left: an answer that is still on its way asks no more. */
  let left = false;

  async function look(sawTheEnd: boolean): Promise<void> {
    looks += 1;
    try {
      replay.value = await loadReplay(show);
    } catch {
      // The page says that the show is over, and that is true.
    }
    if (replay.value && !sawTheEnd) watching.value = true;
    asked.value = true;
    if (!replay.value && sawTheEnd && looks < MOST_LOOKS && !left) timer = setTimeout(() => void look(true), AGAIN);
  }

  watch(
    stage,
    (now, before) => {
      if (now === "closed" && before !== "closed") void look(Boolean(before));
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    left = true;
    clearTimeout(timer);
  });

  return { replay, asked, watching };
}
