// @vitest-environment happy-dom
import { api } from "@shared/api/client";
import { installLanguage } from "@shared/i18n";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { catalogs } from "../catalogs";
import ShowSignals from "./ShowSignals.vue";

const noticed = (id: string, signal: string, more: object = {}) => ({
  id,
  at_ms: 1_800_000_000_000,
  signal,
  viewer_id: "vwr_1",
  name: "小明",
  network: "203.0.113.0/24",
  viewers: null,
  text: null,
  ...more,
});
const ALL = [noticed("2.2", "same_text", { text: "Add me", viewers: 5 }), noticed("1.1", "flooding", { name: null })];
const EVERY = 20_000;
const asked: (string | undefined)[] = [];
let found: typeof ALL = [];
let app: App;
let page: HTMLElement;

beforeEach(async () => {
  asked.length = 0;
  vi.spyOn(api, "GET").mockImplementation((_path: string, { params }: { params: { query: { kind?: string } } }) => {
    const { kind } = params.query;
    asked.push(kind);
    const items = found.filter((line) => kind === undefined || line.signal === kind);
    return Promise.resolve({ data: { items, next_cursor: null }, response: new Response() });
  });
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/", component: ShowSignals }] });
  page = document.createElement("div");
  document.body.append(page);
  app = createApp(ShowSignals, { showId: "shw_1", every: EVERY });
  app.use(await installLanguage(catalogs)).use(router);
  await router.push("/");
});
afterEach(() => {
  app.unmount();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const lines = () => [...page.querySelectorAll("li")].map((line) => line.textContent);

it("lists what was noticed, of whom, and whence", async () => {
  found = ALL;
  app.mount(page);
  await vi.waitFor(() => expect(lines()).toHaveLength(2));
  expect(lines()[0]).toMatch(/The same line from many小明Add me.*Network 203\.0\.113\.0\/24.*Viewers: 5/);
  expect(lines()[1]).toContain("Unknown viewer");
});

it("asks for one kind when it is chosen, and says when there is none of it", async () => {
  found = ALL;
  app.mount(page);
  await vi.waitFor(() => expect(lines()).toHaveLength(2));
  const choose = async (kind: string) => {
    const select = page.querySelector("select");
    if (!select) throw new Error("there is nothing to choose from");
    select.value = kind;
    select.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(asked.at(-1) ?? "").toBe(kind));
  };
  await choose("flooding");
  await vi.waitFor(() => expect(lines()).toHaveLength(1));
  await choose("many_sockets");
  await vi.waitFor(() => expect(page.textContent).toContain("None of this kind"));
  await choose("");
  await vi.waitFor(() => expect(lines()).toHaveLength(2));
});

it("says that nothing was noticed, and offers no kinds then", async () => {
  found = [];
  app.mount(page);
  await vi.waitFor(() => expect(page.textContent).toContain("Nothing noticed"));
  expect(page.querySelector("select")).toBeNull();
});

it("shows what is noticed while the page is open, above what was there, and asks no more once it was left", async () => {
  vi.useFakeTimers();
  found = ALL.slice(1);
  app.mount(page);
  await vi.advanceTimersByTimeAsync(0);
  expect(lines()).toHaveLength(1);
  found = ALL;
  await vi.advanceTimersByTimeAsync(EVERY);
  expect(lines()).toHaveLength(2);
  expect(lines()[0]).toContain("The same line from many");
  app.unmount();
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(10 * EVERY);
  expect(asked).toHaveLength(before);
});
