// @vitest-environment happy-dom
import { installLanguage } from "@shared/i18n";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp, h, nextTick, ref } from "vue";
import { catalogs } from "../catalogs";
import { getStreamKeys } from "../lib/mediaApi";
import StreamSheet from "./StreamSheet.vue";

vi.mock("../lib/mediaApi");
const asked = vi.mocked(getStreamKeys);
const key = { server_id: "media-1", rtmp_url: "rtmp://shop.test:1935/live", stream_key: "sk_secret", whip_url: null };
const open = ref(false);
let app: App;

async function set(value: boolean): Promise<void> {
  open.value = value;
  await nextTick();
}

beforeEach(async () => {
  asked.mockReset().mockResolvedValue({ main: { ...key, role: "main" }, backup: { ...key, role: "backup" } });
  open.value = false;
  app = createApp({ render: () => h(StreamSheet, { open: open.value, showId: "shw_1", liveRoles: [] }) });
  app.use(await installLanguage(catalogs));
  app.mount(document.createElement("div"));
});
afterEach(() => app.unmount());

it("asks for the keys each time that somebody opens it, and never before", async () => {
  await nextTick();
  expect(asked).not.toHaveBeenCalled();

  await set(true);
  await vi.waitFor(() => expect(document.body.textContent).toContain("rtmp://shop.test:1935/live"));
  await set(false);
  expect(asked.mock.calls).toEqual([["shw_1"]]);

  await set(true);
  expect(asked).toHaveBeenCalledTimes(2);
});
