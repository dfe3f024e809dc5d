/** Changing what viewers get, with a way back for some seconds. */
import { toast } from "@shared/ui";
import { useI18n } from "vue-i18n";
import { useAct } from "../lib/act";
import { type Picture, setServer, setSource } from "../lib/mediaApi";
import type { PictureState } from "./usePicture";

export type Wish = { kind: "auto" | "backup" } | { kind: "outside"; url: string };

const wishOf = (picture: Picture): Wish =>
  picture.choice === "outside" && picture.outside_url
    ? { kind: "outside", url: picture.outside_url }
    : { kind: picture.choice === "outside" ? "auto" : picture.choice };

export function useSource(showId: string, state: PictureState) {
  const { t } = useI18n();
  const { busy, run } = useAct();

  async function change(act: () => Promise<Picture>): Promise<boolean> {
    return busy.value ? false : run(async () => state.take(await act()));
  }

  async function choose(wish: Wish, undoable = true): Promise<boolean> {
    const before = state.picture.value;
    const done = await change(() => setSource(showId, wish));
    if (done && before && undoable) {
      // Back from "on backup" cannot be asked for as such: by hand it is the same picture.
      const back: Wish = before.program.on_backup ? { kind: "backup" } : wishOf(before);
      toast(t(`studio.switched_${wish.kind}`), { kind: "good", action: { label: t("desk.undo"), run: () => void choose(back, false) } });
    }
    return done;
  }

  const move = (server: string) => change(() => setServer(showId, server));
  return { busy, choose, move };
}

export type SourceSwitch = ReturnType<typeof useSource>;
