/** Changing what viewers get, with a way back for some seconds. */
import { explain } from "@shared/api/explain";
import { toast } from "@shared/ui";
import { ref } from "vue";
import { useI18n } from "vue-i18n";
import { type Picture, setServer, setSource } from "../lib/mediaApi";
import type { PictureState } from "./usePicture";

export type Wish = { kind: "auto" | "backup" } | { kind: "outside"; url: string };

const wishOf = (picture: Picture): Wish =>
  picture.choice === "outside" && picture.outside_url
    ? { kind: "outside", url: picture.outside_url }
    : { kind: picture.choice === "outside" ? "auto" : picture.choice };

export function useSource(showId: string, state: PictureState) {
  const { t } = useI18n();
  const busy = ref(false);

  async function run(act: () => Promise<Picture>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    try {
      state.take(await act());
      return true;
    } catch (problem) {
      toast(explain(problem), { kind: "bad" });
      return false;
    } finally {
      busy.value = false;
    }
  }

  async function choose(wish: Wish, undoable = true): Promise<boolean> {
    const before = state.picture.value;
    const done = await run(() => setSource(showId, wish));
    if (done && before && undoable) {
      // Back from "on backup" cannot be asked for as such: by hand it is the same picture.
      const back: Wish = before.program.on_backup ? { kind: "backup" } : wishOf(before);
      toast(t(`studio.switched_${wish.kind}`), { kind: "good", action: { label: t("desk.undo"), run: () => void choose(back, false) } });
    }
    return done;
  }

  const move = (server: string) => run(() => setServer(showId, server));
  return { busy, choose, move };
}

export type SourceSwitch = ReturnType<typeof useSource>;
