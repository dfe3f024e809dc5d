// @vitest-environment happy-dom
import { api } from "@shared/api/client";
import type { Viewer } from "@shared/api/types";
import { installLanguage } from "@shared/i18n";
import { toasts } from "@shared/ui";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type App, createApp, h } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import { catalogs } from "../catalogs";
import { adopt } from "../viewer";
import BookButton from "./BookButton.vue";

const STARTS = "2026-12-01T12:00:00Z";
const account = vi.fn<() => Promise<unknown>>();
const ok = (data: unknown) => Promise.resolve({ data, response: new Response() });
const router = createRouter({
  history: createMemoryHistory(),
  routes: ["/", "/account"].map((path) => ({ path, name: path.slice(1) || "lobby", component: {} })),
});
let app: App;

beforeEach(() => {
  adopt({ id: "viw_1" } as Viewer);
  vi.spyOn(api, "PUT").mockImplementation((() => ok({ booked: true, bookings: 1 })) as never);
  vi.spyOn(api, "GET").mockImplementation((() => account()) as never);
});
afterEach(() => {
  app.unmount();
  toasts.value = [];
  vi.restoreAllMocks();
});

/** Books the show; gives what is said of it. */
async function book(startsAt: string | null = STARTS) {
  const place = document.createElement("div");
  const booking = { booked: false, bookings: 0 };
  app = createApp({ render: () => h(BookButton, { show: "tea", title: "Tea", booking, startsAt }) });
  app.use(router).use(await installLanguage(catalogs));
  app.mount(place);
  place.querySelector("button")?.click();
  await vi.waitFor(() => expect(toasts.value).toHaveLength(1));
  return toasts.value[0]!;
}

it("tells a guest to sign in, since only who has an account is mailed", async () => {
  account.mockReturnValue(ok({ email: null, mail: "smtp" }));
  const said = await book();
  expect(said.text).toBe("Booked: Tea. To be reminded by e-mail, sign in.");
  said.action?.run();
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe("account"));
});

it("points to the calendar where the shop sends no mail", async () => {
  account.mockReturnValue(ok({ email: null, mail: "none" }));
  const said = await book();
  expect(said.text).toBe("Booked: Tea. This shop sends no mail: note the show in your calendar.");
  const leads = vi.spyOn(location, "assign").mockReturnValue();
  said.action?.run();
  expect(leads).toHaveBeenCalledExactlyOnceWith("/api/v1/shows/tea/calendar.ics");
});

it("promises nothing where there is neither mail nor a day", async () => {
  account.mockReturnValue(ok({ email: null, mail: "none" }));
  const said = await book(null);
  expect(said.text).toBe("Booked: Tea. This shop sends no mail, so look in again.");
  expect(said.action).toBeUndefined();
});

it.each([
  ["who is mailed", () => ok({ email: "lin@example.com", mail: "smtp" })],
  ["whom it cannot tell more", () => Promise.reject(new Error("away"))],
])("says no more than that it is booked to those %s", async (_who, answer) => {
  account.mockImplementation(answer);
  const said = await book();
  expect(said.text).toBe("Booked: Tea");
  expect(said.action).toBeUndefined();
});
