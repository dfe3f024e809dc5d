/** The clips of a show: ordered, watched while they are cut, changed, and deleted with a way back. */
import { ApiProblem } from "@shared/api/problem";
import { explain } from "@shared/api/explain";
import { toast } from "@shared/ui";
import { computed, ref, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { type Clip, type ClipOrder, changeClip, deleteClip, getClips, orderClip, orderWhole } from "../lib/mediaApi";
import { usePoll } from "../lib/poll";
import { useLeaving } from "./useLeaving";

const EVERY = 1000;
const AT_REST = 10;
const ONE_ORDER = 2000;

export const isPending = (clip: Clip): boolean => clip.state === "queued" || clip.state === "cutting";

export function useClips(showId: string) {
  const { t } = useI18n();
  const all = shallowRef<readonly Clip[]>([]);
  const known = ref(false);
  const busy = ref(false);
  const problem = shallowRef<unknown>(null);
  const formatChange = ref<number | null>(null);
  const { leaving, leave, stay } = useLeaving(deleteNow);
  let turn = 0;

  const ask = usePoll(async () => {
    turn += 1;
    if (known.value && !all.value.some(isPending) && turn % AT_REST !== 0) return;
    try {
      all.value = await getClips(showId);
      known.value = true;
      problem.value = null;
    } catch (error) {
      problem.value = error;
    }
  }, EVERY);

  const shown = computed(() => all.value.filter((clip) => !leaving.has(clip.id)));
  const clips = computed(() => shown.value.filter((clip) => clip.kind === "clip").toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)));
  /** The download of the whole replay that was ordered last: several files when the picture's format changed. */
  const wholes = computed(() => {
    const all = shown.value.filter((clip) => clip.kind === "whole");
    const newest = Math.max(...all.map((clip) => Date.parse(clip.created_at)));
    return all.filter((clip) => newest - Date.parse(clip.created_at) < ONE_ORDER).toSorted((a, b) => a.in_ms - b.in_ms);
  });

  function put(clip: Clip): void {
    const at = all.value.findIndex((other) => other.id === clip.id);
    all.value = at < 0 ? [clip, ...all.value] : all.value.with(at, clip);
  }

  async function run(act: () => Promise<Clip>): Promise<boolean> {
    busy.value = true;
    try {
      put(await act());
      return true;
    } catch (error) {
      const at = error instanceof ApiProblem && error.code === "clips.formats_differ" ? error.params["at_ms"] : null;
      if (typeof at === "number") formatChange.value = at;
      else toast(explain(error), { kind: "bad" });
      return false;
    } finally {
      busy.value = false;
    }
  }

  /** True when it was ordered. A range in which the format changes cannot be cut as one: `formatChange` says where. */
  async function cut(order: ClipOrder): Promise<boolean> {
    formatChange.value = null;
    const done = await run(() => orderClip(showId, order));
    if (done) toast(t("clips.ordered", { title: order.title }), { kind: "good" });
    return done;
  }
  const forgetFormat = () => (formatChange.value = null);
  async function exportWhole(): Promise<void> {
    await run(() => orderWhole(showId));
    ask();
  }
  const rename = (id: string, title: string) => run(() => changeClip(id, { title }));

  async function deleteNow(id: string): Promise<void> {
    try {
      await deleteClip(id);
      all.value = all.value.filter((clip) => clip.id !== id);
    } catch (error) {
      toast(explain(error), { kind: "bad" });
    }
  }

  /** Gone from sight at once, from the disk when there is no way back any more. */
  function remove(clip: Clip): void {
    leave(clip.id);
    toast(t("clips.deleted", { title: clip.title }), { action: { label: t("desk.undo"), run: () => stay(clip.id) } });
  }

  return { clips, wholes, formatChange, known, problem, busy, ask, cut, forgetFormat, exportWhole, rename, remove };
}

export type Clips = ReturnType<typeof useClips>;
