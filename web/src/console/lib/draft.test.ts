// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope } from "vue";
import { type Draft, useDraft } from "./draft";

interface Form {
  [field: string]: string | string[];
  title: string;
  ids: string[];
  password: string;
}
const fresh = (): Form => ({ title: "", ids: [], password: "" });

/** Opens the form, works on it, and closes it. */
function visit(work: (draft: Draft<Form>) => void, start = fresh): void {
  const scope = effectScope();
  scope.run(() => work(useDraft("test", start, ["password"])));
  scope.stop();
}

describe("a draft", () => {
  beforeEach(() => localStorage.clear());

  it("comes back with what was typed, but never with a password", () => {
    visit(({ form }) => Object.assign(form, { title: "Tea", ids: ["a"], password: "secret" }));
    expect(localStorage.getItem("kaibo.draft.test")).not.toContain("secret");
    visit(({ form, restored }) => {
      expect(form).toEqual({ title: "Tea", ids: ["a"], password: "" });
      expect(restored.value).toBe(true);
    });
  });

  it("is gone once saved or discarded", () => {
    for (const end of ["done", "discard"] as const) {
      visit(({ form }) => (form.title = "Tea"));
      visit((draft) => draft[end]());
      visit(({ form, restored }) => {
        expect(form.title).toBe("");
        expect(restored.value).toBe(false);
      });
    }
  });

  it("stays silent when the server meanwhile has the same", () => {
    visit(({ form }) => (form.title = "Tea"));
    visit(({ restored }) => expect(restored.value).toBe(false), () => ({ ...fresh(), title: "Tea" }));
  });

  it("ignores what is no draft of this form", () => {
    localStorage.setItem("kaibo.draft.test", JSON.stringify({ title: ["x"], ids: "y", other: "z" }));
    visit(({ form }) => expect(form).toEqual(fresh()));
    localStorage.setItem("kaibo.draft.test", "{broken");
    visit(({ form }) => expect(form).toEqual(fresh()));
  });

  it("keeps lines of several fields, and nothing deeper", () => {
    const start = () => ({ rows: [] as Record<string, string>[] });
    const open = (work: (draft: Draft<{ rows: Record<string, string>[] }>) => void) => {
      const scope = effectScope();
      scope.run(() => work(useDraft("lines", start)));
      scope.stop();
    };
    open(({ form }) => (form.rows = [{ price: "1" }, { price: "2" }]));
    open(({ form }) => expect(form.rows).toEqual([{ price: "1" }, { price: "2" }]));
    localStorage.setItem("kaibo.draft.lines", JSON.stringify({ rows: [{ price: { amount: 1 } }] }));
    open(({ form }) => expect(form.rows).toEqual([]));
  });

  it("is kept when the page goes away in the middle of typing", async () => {
    const scope = effectScope();
    await scope.run(async () => {
      useDraft("test", fresh).form.title = "Half a ti";
      await Promise.resolve();
      dispatchEvent(new Event("pagehide"));
    });
    expect(localStorage.getItem("kaibo.draft.test")).toContain("Half a ti");
    scope.stop();
    vi.clearAllTimers();
  });
});
