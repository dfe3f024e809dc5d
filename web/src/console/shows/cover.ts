/** A show's cover: sent and removed by itself, beside the form's other fields. */
import { ApiProblem, problemFrom } from "@shared/api/problem";
import type { Show } from "@shared/api/types";
import { currentLanguage } from "@shared/i18n";

/** What is to become of the cover: null leaves it, a picture replaces it, "none" removes it. */
export type CoverChange = Blob | "none" | null;

/** Carries the change out; throws {@link ApiProblem}. */
export async function changeCover(show: string, change: Blob | "none"): Promise<Show> {
  const isPicture = change !== "none";
  const answer = await fetch(`/api/v1/shows/${encodeURIComponent(show)}/cover`, {
    method: isPicture ? "PUT" : "DELETE",
    headers: {
      "X-Kaibo-Client": "web",
      "Accept-Language": currentLanguage(),
      ...(isPicture ? { "Content-Type": change.type } : {}),
    },
    ...(isPicture ? { body: change } : {}),
  }).catch(() => {
    throw new ApiProblem(0, "network", "");
  });
  if (!answer.ok) throw await problemFrom(answer);
  return (await answer.json()) as Show;
}
