// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from "vitest";

const sent: unknown[] = [];
vi.mock("@shared/api/client", () => ({
  api: { POST: (_path: string, options: { params: { path: { show: string } }; body: unknown }) => (sent.push([options.params.path.show, options.body]), Promise.resolve({})) },
  settle: (answer: Promise<unknown>) => answer,
}));

describe("what a viewer does", () => {
  beforeEach(() => {
    sent.length = 0;
    vi.resetModules();
    vi.useFakeTimers();
  });

  it("is told together, and a card that is shown again only once", async () => {
    const { act, actsOf } = await import("./acts");
    actsOf("tea");
    act("shown", "prd_1");
    act("shown", "prd_1");
    act("opened", "prd_1");
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(4000);
    const acts = [
      { kind: "shown", product_id: "prd_1" },
      { kind: "opened", product_id: "prd_1" },
    ];
    expect(sent).toEqual([["tea", { acts }]]);
  });

  it("is told of the show in which it was done", async () => {
    const { act, actsOf } = await import("./acts");
    actsOf("tea");
    act("shared");
    actsOf("cups");
    expect(sent).toEqual([["tea", { acts: [{ kind: "shared", product_id: "" }] }]]);
  });
});
