import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { upload } from "./upload";

/** A request that the test carries on by hand. */
class Request {
  static last: Request;
  readonly headers: Record<string, string> = {};
  readonly upload: { onprogress?: (event: { lengthComputable: boolean; loaded: number; total: number }) => void } = {};
  onload = (): void => undefined;
  onerror = (): void => undefined;
  status = 0;
  responseText = "";
  opened = "";
  constructor() {
    Request.last = this;
  }
  open(method: string, path: string): void {
    this.opened = `${method} ${path}`;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(): void {
    // Nothing goes anywhere.
  }
}

const FILE = new Blob(["12345678"], { type: "image/png" });
beforeEach(() => vi.stubGlobal("XMLHttpRequest", Request));
afterEach(() => vi.unstubAllGlobals());

it("tells how far a file is, and gives the answer", async () => {
  const parts: number[] = [];
  const sent = upload("PUT", "/there", FILE, (part) => parts.push(part));
  const request = Request.last;
  expect(request.opened).toBe("PUT /there");
  expect(request.headers).toMatchObject({ "Content-Type": "image/png", "X-Kaibo-Client": "web" });
  for (const loaded of [2, 8]) request.upload.onprogress?.({ lengthComputable: true, loaded, total: 8 });
  request.upload.onprogress?.({ lengthComputable: false, loaded: 1, total: 0 });
  request.status = 204;
  request.onload();
  expect(await sent).toBe("");
  expect(parts).toEqual([0.25, 1]);
});

it("says what was wrong, be it the picture or the way there", async () => {
  const refused = upload("POST", "/there", FILE, () => undefined);
  Request.last.status = 413;
  Request.last.responseText = JSON.stringify({ code: "files.too_large", title: "Too large", detail: "", status: 413 });
  Request.last.onload();
  await expect(refused).rejects.toMatchObject({ status: 413, code: "files.too_large" });

  const lost = upload("POST", "/there", FILE, () => undefined);
  Request.last.onerror();
  await expect(lost).rejects.toMatchObject({ code: "network" });
});
