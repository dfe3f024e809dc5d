/** Sends a picture, and tells how far it is. */
import { currentLanguage } from "../i18n";
import { ApiProblem, problemFrom } from "./problem";

/**
 * Sends a file as it is and gives the answer's text; `progress` hears the part that is up, 0 to 1. By XMLHttpRequest,
 * because fetch() cannot tell how far an upload is. Throws {@link ApiProblem}.
 */
export function upload(method: "POST" | "PUT", path: string, file: Blob, progress: (part: number) => void): Promise<string> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader("Content-Type", file.type);
    request.setRequestHeader("X-Kaibo-Client", "web");
    request.setRequestHeader("Accept-Language", currentLanguage());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = () => fail(new ApiProblem(0, "network", ""));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) done(request.responseText);
      else void problemFrom(new Response(request.responseText, { status: request.status })).then(fail);
    };
    request.send(file);
  });
}
