// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";

/** A page opened anew: the browser's storage is all it knows. */
async function opened() {
  vi.resetModules();
  return import("./testStore");
}

describe("the mark of a test store", () => {
  beforeEach(() => localStorage.clear());

  it("is not shown before anything was heard of the store", async () => {
    expect((await opened()).isTestStore.value).toBe(false);
  });

  it("is still known to the next page, which may get no answer", async () => {
    (await opened()).heardOf({ mode: "test" });
    expect((await opened()).isTestStore.value).toBe(true);
  });

  it("goes when the store is heard to sell for real", async () => {
    (await opened()).heardOf({ mode: "test" });
    const page = await opened();
    page.heardOf({ mode: "live" });
    expect(page.isTestStore.value).toBe(false);
    expect((await opened()).isTestStore.value).toBe(false);
  });
});
