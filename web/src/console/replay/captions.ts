/** A replay's files of captions: sent and removed. */
import { ApiProblem, problemFrom } from "@shared/api/problem";
import { currentLanguage } from "@shared/i18n";

export const ACCEPT = ".vtt,.srt,text/vtt,application/x-subrip";
/** Larger files the server refuses. */
export const LIMIT_BYTES = 2 * 1024 * 1024;

/** Sends a file, or removes what there is. Throws {@link ApiProblem}. */
export async function changeCaptions(show: string, language: string, file: File | null): Promise<void> {
  const answer = await fetch(`/api/v1/shows/${encodeURIComponent(show)}/captions/${language}`, {
    method: file ? "PUT" : "DELETE",
    headers: {
      "X-Kaibo-Client": "web",
      "Accept-Language": currentLanguage(),
      ...(file ? { "Content-Type": "text/vtt" } : {}),
    },
    ...(file ? { body: file } : {}),
  }).catch(() => {
    throw new ApiProblem(0, "network", "");
  });
  if (!answer.ok) throw await problemFrom(answer);
}
