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

  it("tells a product as opened once, by its sheet or by Buy, however one goes on from there", async () => {
    const { actsOf, cameTo } = await import("./acts");
    actsOf("tea");
    const room = { view: null, product: null };
    const cups = { view: "product", product: "prd_1" };
    const buying = { view: "checkout", product: "prd_1" };
    const cart = { view: "checkout", product: null };
    for (const [now, before] of [[room, null], [buying, room], [cups, buying], [buying, cups], [room, buying], [cups, room], [cart, cups]] as const) {
      cameTo(now, before);
    }
    vi.advanceTimersByTime(4000);
    const one = (kind: string, product_id = "prd_1") => ({ kind, product_id });
    const acts = [one("opened"), one("checkout"), one("checkout"), one("opened"), one("checkout", "")];
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
