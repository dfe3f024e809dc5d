// @vitest-environment happy-dom
import { api } from "@shared/api/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp } from "vue";
import { useOrder } from "./useOrder";

const ORDER = { id: "ord_1", payment: { state: "pending" }, refunded: { amount: 0, currency: "CNY" }, refund_standing: "none", refunds: [], expires_at: null };
type Answer = (state: string) => void;
let looks: Answer[];
let acts: Answer[];
let app: App;
let page: ReturnType<typeof useOrder>;

/** A request that waits for its answer until the test gives it. */
const asked = (waiting: Answer[]) => () =>
  new Promise((resolve) => {
    waiting.push((state) => resolve({ data: { ...ORDER, state }, response: new Response() }));
  });

beforeEach(() => {
  vi.useFakeTimers();
  looks = [];
  acts = [];
  vi.spyOn(api, "GET").mockImplementation(asked(looks) as never);
  vi.spyOn(api, "POST").mockImplementation(asked(acts) as never);
  app = createApp({ setup: () => ((page = useOrder("ord_1")), () => null) });
  app.mount(document.createElement("div"));
});
afterEach(() => {
  app.unmount();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const answer = async (waiting: Answer[], at: number, state: string) => {
  waiting[at]?.(state);
  await vi.advanceTimersByTimeAsync(0);
};

it("looks again for as long as the order can change", async () => {
  await answer(looks, 0, "created");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toHaveLength(2);
});

it("looks no more once the page was left, also when an answer was on its way", async () => {
  app.unmount();
  await answer(looks, 0, "created");
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toHaveLength(1);
});

it("looks no more after an act whose answer comes when the page was left", async () => {
  await answer(looks, 0, "created");
  void page.cancel();
  app.unmount();
  await answer(acts, 0, "cancelled");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toHaveLength(1);
});

it("drops the late answer of a look that a cancellation has overtaken", async () => {
  await answer(looks, 0, "created");
  void page.look();
  void page.cancel();
  await answer(acts, 0, "cancelled");
  expect(page.order.value?.state).toBe("cancelled");
  await answer(looks, 1, "created");
  expect(page.order.value?.state).toBe("cancelled");
  await answer(looks, 2, "cancelled");
  expect(page.order.value?.state).toBe("cancelled");
});
