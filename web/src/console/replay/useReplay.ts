/** The replay of a show, with what is made from it. */
import { explain } from "@shared/api/explain";
import { toast } from "@shared/ui";
import { computed, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { type ReplayDesk, deleteRecording, getReplay, setPublished } from "../lib/mediaApi";
import { usePoll } from "../lib/poll";
import { boundsOf } from "./range";

/** While it is put together it is asked for more often. */
const EVERY = 5000;

export function useReplay(showId: string) {
  const { t } = useI18n();
  const replay = shallowRef<ReplayDesk | null>(null);
  const problem = shallowRef<unknown>(null);
  const busy = ref(false);
  const bounds = computed(() => (replay.value ? boundsOf(replay.value.segments, replay.value.duration_ms) : [0]));

  const ask = usePoll(async () => {
    // A finished one changes only by what is done here, and its player's address must not change under it.
    if (replay.value?.ready) return;
    try {
      replay.value = await getReplay(showId);
      problem.value = null;
    } catch (error) {
      problem.value = error;
    }
  }, EVERY);

  async function run(act: () => Promise<ReplayDesk>): Promise<boolean> {
    busy.value = true;
    try {
      const next = await act();
      // Addresses are signed anew with each answer; the one that plays stays.
      replay.value = { ...next, playlist_url: next.ready ? (replay.value?.playlist_url ?? next.playlist_url) : next.playlist_url };
      return true;
    } catch (error) {
      toast(explain(error), { kind: "bad" });
      return false;
    } finally {
      busy.value = false;
    }
  }

  async function publish(published: boolean, undoable = true): Promise<void> {
    const done = await run(() => setPublished(showId, published));
    if (!done) return;
    const action = { label: t("desk.undo"), run: () => void publish(!published, false) };
    toast(t(published ? "replay.published_toast" : "replay.unpublished_toast"), { kind: "good", ...(undoable ? { action } : {}) });
  }

  async function removeRecording(id: string): Promise<void> {
    const done = await run(async () => {
      await deleteRecording(id);
      return getReplay(showId);
    });
    if (done) toast(t("replay.recording_gone"), { kind: "good" });
  }

  const reload = () => run(() => getReplay(showId));

  return { replay, problem, busy, bounds, ask, reload, publish, removeRecording };
}

export type Replay = ReturnType<typeof useReplay>;
