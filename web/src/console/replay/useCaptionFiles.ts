/** The captions of a replay: added and replaced, each with what is wrong beside it, and removed with a way back. */
import { explain } from "@shared/api/explain";
import { LANGUAGE_NAMES, type Language } from "@shared/i18n";
import { toast } from "@shared/ui";
import { reactive } from "vue";
import { useI18n } from "vue-i18n";
import { LIMIT_BYTES, changeCaptions } from "./captions";
import { useLeaving } from "./useLeaving";

export function useCaptionFiles(showId: string, reload: () => Promise<unknown>) {
  const { t } = useI18n();
  /** What is being sent or removed just now. */
  const busy = reactive(new Set<Language>());
  const problems = reactive(new Map<Language, string>());
  const { leaving, leave, stay, hold, goOn } = useLeaving(removeNow);

  async function send(language: Language, file: File): Promise<void> {
    if (busy.has(language)) return;
    problems.delete(language);
    if (file.size > LIMIT_BYTES) {
      problems.set(language, t("captions.too_large", { limit: LIMIT_BYTES / 1024 / 1024 }));
      return;
    }
    busy.add(language);
    // What was to be removed is replaced instead; a removal on its way could meet the new file.
    hold(language);
    try {
      await changeCaptions(showId, language, file);
      stay(language);
      await reload();
      toast(t("captions.saved", { language: LANGUAGE_NAMES[language] }), { kind: "good" });
    } catch (error) {
      problems.set(language, explain(error));
    }
    busy.delete(language);
    // Only now is it known whether that was undone meanwhile.
    await goOn(language);
  }

  async function removeNow(language: Language): Promise<void> {
    busy.add(language);
    try {
      await changeCaptions(showId, language, null);
      await reload();
    } catch (error) {
      toast(explain(error), { kind: "bad" });
    }
    busy.delete(language);
  }

  /** Gone from sight at once, from the viewers' when there is no way back any more. */
  function remove(language: Language): void {
    if (busy.has(language)) return;
    problems.delete(language);
    leave(language);
    toast(t("captions.removed", { language: LANGUAGE_NAMES[language] }), { action: { label: t("desk.undo"), run: () => stay(language) } });
  }

  return { busy, problems, leaving, send, remove };
}

export type CaptionFiles = ReturnType<typeof useCaptionFiles>;
