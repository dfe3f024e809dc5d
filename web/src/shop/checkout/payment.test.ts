// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { goToPayment, wentToPay } from "./payment";

const HERE = "https://kaibo.test";
const left = vi.fn();
let openedAt: string;
let sinceOpened: number;

vi.mock("@shared/api/client", () => ({
  api: { POST: () => Promise.resolve({ data: { redirect_url: "https://gateway.test/pay/1" } }) },
  unwrap: async (asked: Promise<{ data: unknown }>) => (await asked).data,
  idempotent: () => ({}),
}));

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  sessionStorage.clear();
  openedAt = `${HERE}/s/tea?view=checkout`;
  sinceOpened = 60_000;
  history.replaceState({ position: 3 }, "");
  vi.spyOn(location, "assign").mockImplementation(left);
  vi.spyOn(performance, "now").mockImplementation(() => sinceOpened);
  vi.spyOn(performance, "getEntriesByType").mockImplementation(() => [
    { type: "navigate", name: openedAt } as unknown as PerformanceEntry,
  ]);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  left.mockReset();
});

describe("going to pay", () => {
  it("leaves the order behind in the history, and not the checkout that it was placed from", async () => {
    await goToPayment("ord_1");
    expect(left).toHaveBeenCalledWith("https://gateway.test/pay/1");
    expect(location.pathname).toBe("/orders/ord_1");
    expect(history.state).toMatchObject({ position: 3, current: "/orders/ord_1" });
  });
});

describe("coming back", () => {
  it("is known for three minutes when the gateway opened the order's page", async () => {
    await goToPayment("ord_1");
    openedAt = `${HERE}/orders/ord_1`;
    expect(wentToPay("ord_1")).toBe(true);
    vi.advanceTimersByTime(3 * 60_000);
    expect(wentToPay("ord_1")).toBe(false);
  });

  it("by oneself is taken for it a few seconds only, then paying is offered again", async () => {
    await goToPayment("ord_1");
    sinceOpened = 5000;
    expect(wentToPay("ord_1")).toBe(true);
    sinceOpened = 9000;
    expect(wentToPay("ord_1")).toBe(false);
  });

  it("is nothing to an order that nobody went to pay", async () => {
    await goToPayment("ord_1");
    openedAt = `${HERE}/orders/ord_2`;
    expect(wentToPay("ord_2")).toBe(false);
  });
});
