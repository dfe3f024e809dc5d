/** The captions of a replay: added and replaced, each with what is wrong beside it, and removed with a way back. */
import { explain } from "@shared/api/explain";
import { LANGUAGE_NAMES, type Language } from "@shared/i18n";
import { toast } from "@shared/ui";
import { onScopeDispose, reactive } from "vue";
import { useI18n } from "vue-i18n";
import { LIMIT_BYTES, changeCaptions } from "./captions";

/** As long as the toast with its undo. */
const REGRET = 8000;

export function useCaptionFiles(showId: string, reload: () => Promise<unknown>) {
  const { t } = useI18n();
  /** What is being sent or removed just now. */
  const busy = reactive(new Set<Language>());
  const problems = reactive(new Map<Language, string>());
  const leaving = reactive(new Set<Language>());
  const timers = new Map<Language, ReturnType<typeof setTimeout>>();
  let left = false;

  function hold(language: Language): void {
    clearTimeout(timers.get(language));
    timers.delete(language);
  }
  /** Removes them when there is no way back any more. */
  function removeLater(language: Language): void {
    hold(language);
    timers.set(language, setTimeout(() => void removeNow(language), REGRET));
  }

  /** Takes back the wish to remove them. */
  function stay(language: Language): void {
    hold(language);
    leaving.delete(language);
  }

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
      leaving.delete(language);
      await reload();
      toast(t("captions.saved", { language: LANGUAGE_NAMES[language] }), { kind: "good" });
    } catch (error) {
      problems.set(language, explain(error));
    }
    busy.delete(language);
    // Only now is it known whether that was undone meanwhile.
    if (!leaving.has(language)) return;
    if (left) await removeNow(language);
    else removeLater(language);
  }

  async function removeNow(language: Language): Promise<void> {
    hold(language);
    busy.add(language);
    try {
      await changeCaptions(showId, language, null);
      await reload();
    } catch (error) {
      toast(explain(error), { kind: "bad" });
    }
    busy.delete(language);
    leaving.delete(language);
  }

  /** Gone from sight at once, from the viewers' when there is no way back any more. */
  function remove(language: Language): void {
    if (busy.has(language)) return;
    problems.delete(language);
    leaving.add(language);
    removeLater(language);
    toast(t("captions.removed", { language: LANGUAGE_NAMES[language] }), { action: { label: t("desk.undo"), run: () => stay(language) } });
  }
  onScopeDispose(() => {
    left = true;
    for (const language of timers.keys()) void removeNow(language);
  });

  return { busy, problems, leaving, send, remove };
}

export type CaptionFiles = ReturnType<typeof useCaptionFiles>;
