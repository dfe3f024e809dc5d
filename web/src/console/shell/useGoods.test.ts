import { api } from "@shared/api/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type EffectScope, type Ref, effectScope, nextTick, ref } from "vue";
import { settingsParts } from "../settings/parts";
import { staff } from "../lib/session";
import { useGoods } from "./useGoods";

const LONG = 1000;
const asked: string[] = [];
const answers = new Map<string, (page: object) => void>();
let scope: EffectScope;
let text: Ref<string>;
let goods: ReturnType<typeof useGoods>;

const worksAs = (...scopes: string[]) => (staff.value = { scopes } as unknown as NonNullable<typeof staff.value>);
const typed = async (words: string) => {
  text.value = words;
  await nextTick();
};

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  answers.clear();
  text = ref("");
  worksAs("orders:read", "products:read");
  vi.spyOn(api, "GET").mockImplementation((path: string, { params }: { params: { query: { q: string } } }) => {
    const what = `${path.split("/").at(-1) ?? ""} ${params.query.q}`;
    asked.push(what);
    return new Promise((resolve) => answers.set(what, (page) => resolve({ data: page, response: new Response() })));
  });
  scope = effectScope();
  goods = scope.run(() => useGoods(text))!;
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const answer = async (q: string, id: string) => {
  for (const kind of ["orders", "products"]) answers.get(`${kind} ${q}`)?.({ items: [{ id }] });
  await vi.advanceTimersByTimeAsync(0);
};

it("asks once the typing rests, for more than a letter", async () => {
  await typed("t");
  await vi.advanceTimersByTimeAsync(LONG);
  expect(goods.asking.value).toBe(false);
  await typed("te");
  await typed("tea ");
  expect(goods.asking.value).toBe(true);
  await vi.advanceTimersByTimeAsync(LONG);
  expect(asked).toEqual(["orders tea", "products tea"]);
  await answer("tea", "one");
  expect([goods.orders.value[0]?.id, goods.products.value[0]?.id, goods.asking.value]).toEqual(["one", "one", false]);
});

it("shows nothing that was found for other words", async () => {
  await typed("tea");
  await vi.advanceTimersByTimeAsync(LONG);
  await typed("cup");
  await answer("tea", "old");
  expect([goods.orders.value, goods.asking.value]).toEqual([[], true]);
  await vi.advanceTimersByTimeAsync(LONG);
  await answer("cup", "new");
  await typed("cups");
  expect(goods.orders.value).toEqual([]);
});

it("asks nothing that one may not see", async () => {
  worksAs("products:read");
  await typed("tea");
  await vi.advanceTimersByTimeAsync(LONG);
  expect(asked).toEqual(["products tea"]);
  worksAs();
  await typed("cup");
  await vi.advanceTimersByTimeAsync(LONG);
  expect([asked.length, goods.asking.value]).toEqual([1, false]);
});

it("says so when the server cannot be asked, until something else is typed", async () => {
  vi.mocked(api.GET).mockRejectedValue(new TypeError("no network"));
  await typed("tea");
  await vi.advanceTimersByTimeAsync(LONG);
  expect([goods.failed.value, goods.asking.value]).toEqual([true, false]);
  await typed("team");
  expect(goods.failed.value).toBe(false);
});

it("leads nobody to a part of the settings that is closed to them", () => {
  worksAs();
  expect(settingsParts()).toEqual(["store", "account", "device"]);
  worksAs("audit:read");
  expect(settingsParts()).toEqual(["store", "account", "audit", "retention", "device"]);
});
