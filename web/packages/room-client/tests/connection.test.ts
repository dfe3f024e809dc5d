// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff } from "../src/backoff";
import { RoomClient } from "../src/client";
import { CLOSE } from "../src/protocol";
import { TicketRefused } from "../src/ticket";
import { BASE, FakeSocket, clearStage, hello, joinedRoom, openedRoom, setStage, takeTicket, ticket } from "./stage";

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe("the connection", () => {
  let room: RoomClient;

  beforeEach(setStage);
  afterEach(() => {
    room.stop();
    vi.restoreAllMocks();
    clearStage();
  });

  it("joins with its ticket and names its protocol", async () => {
    room = await openedRoom();
    expect(FakeSocket.latest.url.href).toBe("wss://shop.test/ws/rooms/s?ticket=t&v=1");
    expect(room.link).toBe("joining");
    FakeSocket.latest.hear(hello(3));
    expect(room.link).toBe("joined");
    expect(room.you?.name).toBe("V");
  });

  it.each([
    ["a lost connection", 1006, 200, 700],
    ["reading too slowly", CLOSE.too_slow, 200, 700],
    ["a restart, spread over seconds", CLOSE.restarting, 200, 4200],
    ["a room that cannot be loaded now", CLOSE.later, 200, 4200],
  ])("comes back after %s", async (_, code, least, most) => {
    for (const [chance, wait] of [
      [0, least],
      [1, most],
    ] as const) {
      FakeSocket.all = [];
      room = await joinedRoom(hello(1));
      vi.spyOn(Math, "random").mockReturnValue(chance);
      FakeSocket.latest.die(code);
      expect(room.link).toBe("away");
      await pass(wait - 1);
      expect(FakeSocket.all).toHaveLength(1);
      await pass(1);
      expect(FakeSocket.all).toHaveLength(2);
      vi.restoreAllMocks();
      room.stop();
    }
    expect(takeTicket).toHaveBeenCalledTimes(4);
  });

  it.each([
    ["a gateway that was killed", 1006],
    ["reading too slowly", CLOSE.too_slow],
    ["a restart", CLOSE.restarting],
  ])("leaves a large room time after %s, by the number that watched last, also when no ticket is to be had", async (_, code) => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    FakeSocket.latest.hear({ t: "tick", at: 1, watching: 8000 });
    takeTicket.mockRejectedValueOnce(new TicketRefused(502));
    FakeSocket.latest.die(code);
    await pass(8199);
    expect(takeTicket).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(takeTicket).toHaveBeenCalledTimes(2);
    await pass(8199);
    expect(takeTicket).toHaveBeenCalledTimes(2);
    await pass(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it.each([
    ["one of a large room whose phone lost its network", "offline", 700],
    ["one whose socket died without a word", "silence", 700],
  ])("does not hold up %s", async (_, how, most) => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    FakeSocket.latest.hear({ t: "tick", at: 1, watching: 8000 });
    if (how === "offline") dispatchEvent(new Event("offline"));
    else await pass(25_000);
    expect(room.link).toBe("away");
    await pass(most);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it.each([
    ["one of a large room whose network stays away for a while", new TypeError("Failed to fetch"), 1200],
    ["one whose page tells such a failure by the status 0", new TicketRefused(0), 1200],
  ])("does not hold up %s after its socket died without a word", async (_, trouble, most) => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    FakeSocket.latest.hear({ t: "tick", at: 1, watching: 8000 });
    takeTicket.mockRejectedValueOnce(trouble);
    await pass(25_000);
    expect(room.link).toBe("away");
    await pass(700);
    expect(takeTicket).toHaveBeenCalledTimes(2);
    await pass(most - 1);
    expect(takeTicket).toHaveBeenCalledTimes(2);
    await pass(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("leaves a large room time when tickets are refused, however the socket was lost", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    FakeSocket.latest.hear({ t: "tick", at: 1, watching: 8000 });
    takeTicket.mockRejectedValueOnce(new TicketRefused(503));
    dispatchEvent(new Event("offline"));
    await pass(700);
    expect(takeTicket).toHaveBeenCalledTimes(2);
    await pass(8199);
    expect(takeTicket).toHaveBeenCalledTimes(2);
    await pass(1);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("leaves a large room time again when the server closes the socket of one who had lost the network before", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    dispatchEvent(new Event("offline"));
    await pass(700);
    FakeSocket.latest.hear(hello(1));
    FakeSocket.latest.hear({ t: "tick", at: 1, watching: 8000 });
    await pass(10_000);
    FakeSocket.latest.die(1006);
    await pass(8199);
    expect(FakeSocket.all).toHaveLength(2);
    await pass(1);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it("is back at once when the network is, however large the room", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    FakeSocket.latest.hear({ t: "tick", at: 1, watching: 8000 });
    FakeSocket.latest.die(1006);
    await pass(100);
    dispatchEvent(new Event("online"));
    await pass(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("waits longer after each failure, and also when each greeting ends in another loss", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    for (const wait of [700, 1200, 2200, 4200, 8200, 15_200, 15_200]) {
      const before = FakeSocket.all.length;
      FakeSocket.latest.die(1006);
      await pass(wait - 1);
      expect(FakeSocket.all).toHaveLength(before);
      await pass(1);
      expect(FakeSocket.all).toHaveLength(before + 1);
      FakeSocket.latest.hear(hello(1));
    }
    await pass(10_000);
    FakeSocket.latest.die(1006);
    await pass(700);
    expect(FakeSocket.all).toHaveLength(9);
  });

  it("takes a new ticket at once when the old one is refused, but not for ever", async () => {
    room = await openedRoom();
    FakeSocket.latest.die(CLOSE.ticket);
    await pass(0);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.latest.die(CLOSE.ticket);
    await pass(199);
    expect(FakeSocket.all).toHaveLength(2);
    await pass(501);
    expect(FakeSocket.all).toHaveLength(3);
  });

  it.each([
    [CLOSE.no_room, "missing"],
    [CLOSE.version, "outdated"],
  ])("stops after %i, and can be started again", async (code, link) => {
    room = await joinedRoom(hello(1));
    FakeSocket.latest.die(code);
    await pass(60_000);
    dispatchEvent(new Event("online"));
    await pass(60_000);
    expect(room.link).toBe(link);
    expect(FakeSocket.all).toHaveLength(1);
    room.start();
    await pass(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("ends in a missing room when there is none to take a ticket for, and asks again after any other trouble", async () => {
    takeTicket.mockReset().mockRejectedValueOnce(new TicketRefused(503)).mockRejectedValueOnce(new TicketRefused(404));
    room = await openedRoom();
    expect(room.link).toBe("joining");
    await pass(1000);
    expect(room.link).toBe("missing");
    await pass(60_000);
    expect(takeTicket).toHaveBeenCalledTimes(2);
  });

  it("gives up a ticket that does not come", async () => {
    const signals: AbortSignal[] = [];
    room = await openedRoom({
      ticket: (signal) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    await pass(15_000);
    expect(signals[0]?.aborted).toBe(true);
    await pass(1000);
    expect(signals).toHaveLength(2);
  });

  it("gives up a socket on which nobody greets", async () => {
    room = await openedRoom();
    await pass(16_000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("notices that the other end has gone without a word", async () => {
    room = await joinedRoom(hello(1));
    await pass(15_000);
    expect(FakeSocket.latest.of("ping")).toHaveLength(1);
    await pass(9_999);
    expect(room.link).toBe("joined");
    await pass(1);
    expect(room.link).toBe("away");
    expect(FakeSocket.all[0]?.readyState).toBe(3);
    await pass(1000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("says with every ping whether the picture plays", async () => {
    let plays = false;
    room = await joinedRoom(hello(1), { watching: () => plays });
    await pass(15_000);
    FakeSocket.latest.hear({ t: "pong" });
    plays = true;
    room.ping();
    await pass(15_000);
    expect(FakeSocket.latest.sent).toEqual([{ t: "ping" }, { t: "ping", watching: true }, { t: "ping", watching: true }]);
  });

  it("stays as long as there are answers", async () => {
    room = await joinedRoom(hello(1));
    for (let beat = 0; beat < 20; beat += 1) {
      await pass(15_000);
      FakeSocket.latest.hear({ t: "pong" });
    }
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeSocket.latest.of("ping")).toHaveLength(20);
  });

  it("says at once that the network is gone, and is back as soon as that is", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    room = await joinedRoom(hello(1));
    dispatchEvent(new Event("offline"));
    expect(room.link).toBe("away");
    dispatchEvent(new Event("online"));
    await pass(0);
    expect(FakeSocket.all).toHaveLength(2);
    await pass(60_000);
    FakeSocket.latest.hear(hello(1));
    expect(room.link).toBe("joined");
  });

  it("does not trust a socket that slept: a page that is shown again asks, and does not wait long", async () => {
    room = await joinedRoom(hello(1));
    document.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSocket.latest.of("ping")).toHaveLength(1);
    await pass(4000);
    expect(room.link).toBe("away");
  });

  it("does not wait out a long back-off when the page is shown again", async () => {
    room = await joinedRoom(hello(1));
    takeTicket.mockRejectedValue(new TicketRefused(0));
    FakeSocket.latest.die(1006);
    await pass(120_000);
    takeTicket.mockResolvedValue(ticket);
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(0);
    expect(FakeSocket.all).toHaveLength(1);
    vi.restoreAllMocks();
    document.dispatchEvent(new Event("visibilitychange"));
    await pass(0);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("joins anew with a new ticket after a change of name, and hears nothing more of the old socket", async () => {
    room = await joinedRoom(hello(3));
    const old = FakeSocket.latest;
    room.rejoin();
    await pass(0);
    expect(FakeSocket.all).toHaveLength(2);
    old.hear(hello(99));
    FakeSocket.latest.hear(hello(4));
    expect(room.state?.seq).toBe(4);
  });

  it("opens one socket however often it is asked to", async () => {
    room = await openedRoom();
    room.start();
    dispatchEvent(new Event("online"));
    await pass(0);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("opens nothing when it is stopped in the moment that its ticket comes, and lets go of the page", async () => {
    const added = vi.spyOn(globalThis, "addEventListener");
    const removed = vi.spyOn(globalThis, "removeEventListener");
    room = new RoomClient({ ticket: takeTicket, base: BASE });
    room.start();
    room.stop();
    await pass(1000);
    expect(FakeSocket.all).toHaveLength(0);
    expect(removed.mock.calls).toEqual(added.mock.calls);
    expect(added).toHaveBeenCalled();
  });

  it("is quiet once stopped", async () => {
    room = await joinedRoom(hello(1));
    const link = vi.fn();
    room.on("link", link);
    room.stop();
    dispatchEvent(new Event("online"));
    await pass(60_000);
    expect(link.mock.calls).toEqual([["stopped"]]);
    expect(FakeSocket.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("back-off", () => {
  it("grows, is jittered, and has a ceiling", () => {
    expect(backoff(0, 0, () => 1)).toBeLessThan(backoff(3, 0, () => 1));
    expect(backoff(50, 0, () => 1)).toBe(15_200);
    expect(backoff(5, 0, () => 0)).toBe(200);
  });

  it("is as wide as there are others who may come, within bounds", () => {
    expect(backoff(0, 500, () => 1)).toBe(700);
    expect(backoff(0, 4000, () => 1)).toBe(4200);
    expect(backoff(0, 1_000_000, () => 1)).toBe(10_200);
    expect(backoff(6, 4000, () => 1)).toBe(15_200);
    expect(backoff(0, 4000, () => 0)).toBe(200);
  });

  it("spreads ten thousand who lose a gateway over ten seconds", () => {
    const tries: number[] = [];
    for (let each = 0; each < 1000; each += 1) tries.push(backoff(0, 10_000));
    for (let second = 0; second < 10; second += 1) {
      const now = tries.filter((at) => at >= 200 + second * 1000 && at < 1200 + second * 1000).length;
      // A tenth of them, give or take six times what chance does.
      expect(Math.abs(now - 100)).toBeLessThan(6 * Math.sqrt(90));
    }
  });
});
