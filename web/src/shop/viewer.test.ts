// @vitest-environment happy-dom
import { recall, isText } from "@shared/storage";
import { beforeEach, expect, it, vi } from "vitest";

const PICTURE = "/files/ava_1.webp";
const lin = { id: "vwa_1", display_name: "Lin", avatar_url: PICTURE };

/** As a page that was opened just now. */
async function opened() {
  vi.resetModules();
  return import("./viewer");
}
beforeEach(() => localStorage.clear());

it("shows the viewer's picture on pages that do not ask who they are", async () => {
  const first = await opened();
  expect(first.face.value).toBeNull();
  first.adopt(lin);
  expect(first.face.value).toBe(PICTURE);
  expect((await opened()).face.value).toBe(PICTURE);
});

it("forgets it when it was taken away, and when they sign out", async () => {
  const page = await opened();
  page.adopt(lin);
  page.adopt({ ...lin, avatar_url: null });
  expect(page.face.value).toBeNull();
  expect((await opened()).face.value).toBeNull();
  page.adopt(lin);
  page.leave();
  expect(page.face.value).toBeNull();
  expect(recall("face", isText)).toBeNull();
});
