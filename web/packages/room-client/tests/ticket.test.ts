import { afterEach, describe, expect, it, vi } from "vitest";
import { TicketRefused, httpTicket } from "../src/ticket";

const answered = (status: number, body: unknown) => vi.fn<typeof fetch>().mockResolvedValue(new Response(JSON.stringify(body), { status }));

describe("a ticket by HTTP", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is asked for as the protocol says, and names the whole address", async () => {
    const fetch = answered(201, { path: "/ws/rooms/tea?ticket=t" });
    vi.stubGlobal("fetch", fetch);
    const take = httpTicket({ origin: "https://shop.test", show: "tea & cake", role: "viewer", headers: () => ({ authorization: "Bearer x" }) });
    expect(await take(new AbortController().signal)).toEqual({ path: "https://shop.test/ws/rooms/tea?ticket=t" });
    const [url, request] = fetch.mock.lastCall!;
    expect((url as URL).href).toBe("https://shop.test/api/v1/rooms/tea%20%26%20cake/tickets");
    expect(request).toMatchObject({ method: "POST", body: '{"role":"viewer"}', headers: { authorization: "Bearer x" } });
  });

  it("says with which status it was refused", async () => {
    vi.stubGlobal("fetch", answered(404, {}));
    const take = httpTicket({ origin: "https://shop.test", show: "gone" });
    await expect(take(new AbortController().signal)).rejects.toEqual(new TicketRefused(404));
  });
});
