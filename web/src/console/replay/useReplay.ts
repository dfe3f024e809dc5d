/** The replay of a show, with what is made from it. */
import { toast } from "@shared/ui";
import { computed, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { useAct } from "../lib/act";
import { type ReplayDesk, deleteRecording, getReplay, setPublished } from "../lib/mediaApi";
import { usePoll } from "../lib/poll";
import { boundsOf } from "./range";

/** While it is put together it is asked for more often. */
const EVERY = 5000;

/** A finished one changes only by what is done here; a recording may end after its replay can be played. */
export function isFinished(replay: ReplayDesk): boolean {
  return replay.ready && replay.recordings.every((recording) => recording.state !== "recording");
}

export function useReplay(showId: string) {
  const { t } = useI18n();
  const replay = shallowRef<ReplayDesk | null>(null);
  const problem = shallowRef<unknown>(null);
  const { busy, run } = useAct();
  /** Of what was done here: an answer that was asked for before is older. */
  let acts = 0;
  const bounds = computed(() => (replay.value ? boundsOf(replay.value.segments, replay.value.duration_ms) : [0]));

  /** Addresses are signed anew with each answer; the one that plays stays. */
  function take(next: ReplayDesk): void {
    const playing = next.ready ? replay.value?.playlist_url : undefined;
    replay.value = { ...next, playlist_url: playing ?? next.playlist_url };
  }

  const ask = usePoll(async () => {
    if (replay.value && isFinished(replay.value)) return;
    const mine = acts;
    try {
      const found = await getReplay(showId);
      if (mine !== acts) return;
      take(found);
      problem.value = null;
    } catch (error) {
      problem.value = error;
    }
  }, EVERY);

  function change(act: () => Promise<ReplayDesk>): Promise<boolean> {
    acts += 1;
    return run(async () => take(await act()));
  }

  async function publish(published: boolean, undoable = true): Promise<void> {
    const done = await change(() => setPublished(showId, published));
    if (!done) return;
    const action = { label: t("desk.undo"), run: () => void publish(!published, false) };
    toast(t(published ? "replay.published_toast" : "replay.unpublished_toast"), { kind: "good", ...(undoable ? { action } : {}) });
  }

  async function removeRecording(id: string): Promise<void> {
    const done = await change(async () => {
      await deleteRecording(id);
      return getReplay(showId);
    });
    if (done) toast(t("replay.recording_gone"), { kind: "good" });
  }

  const reload = () => change(() => getReplay(showId));

  return { replay, problem, busy, bounds, ask, reload, publish, removeRecording };
}

export type Replay = ReturnType<typeof useReplay>;
