import { describe, expect, it } from "vitest";
import type { ProductCard, RoomEvent, RoomSnapshot, SequencedEvent } from "../src/protocol";
import { applyEvent, applyTick, fromHello, reduce, standing } from "../src/reducer";

const card = (id: string, available = 5): ProductCard => ({
  id,
  title: `Product ${id}`,
  description: "",
  price: { amount: 9900, currency: "CNY" },
  compare_at: null,
  compare_basis: "",
  picture_url: null,
  available,
  stock_version: 1,
  options: [],
  variants: [
    {
      id: `${id}1`,
      values: [],
      price: { amount: 9900, currency: "CNY" },
      compare_at: null,
      available,
      picture_url: null,
    },
  ],
  limit_per_buyer: null,
  return_class: "seven_days",
  compare_kind: "stated", is_archived: false,
});

const snapshot = (): RoomSnapshot => ({
  show: { id: "shw_1", slug: "first", title: "First", host_name: "Lin", state: "ready" },
  playback: { state: "offline", hls_url: null, whep_url: null },
  products: [card("a"), card("b")],
  pins: [],
  likes: 3,
  watching: 1,
  deals: [],
  explaining: null,
    hidden: [],
    announcement: null,
});

const state = () =>
  fromHello({
    t: "hello",
    epoch: "e1",
    seq: 7,
    you: { id: "v", name: "V", role: "viewer" },
    snapshot: snapshot(),
    recent: [],
  });
const sequenced = (seq: number, e: RoomEvent, epoch = "e1"): SequencedEvent => ({ t: "ev", epoch, seq, e });
const pin = (product_id: string, pinned_at = 1_000) => ({ product_id, pinned_at });

describe("the product that is explained", () => {
  const explaining = { product_id: "a", since: 5 };

  it("is the one last told of, or none", () => {
    const told = reduce(snapshot(), { k: "explaining", explaining });
    expect(told.explaining).toEqual(explaining);
    expect(reduce(told, { k: "explaining", explaining: null }).explaining).toBeNull();
  });

  it("is none once it has left the tray", () => {
    const told = reduce(snapshot(), { k: "explaining", explaining });
    expect(reduce(told, { k: "products", cards: [card("b")] }).explaining).toBeNull();
    expect(reduce(told, { k: "products", cards: [card("a")] }).explaining).toEqual(explaining);
  });
});

describe("the sequence", () => {
  const event: RoomEvent = { k: "show", state: "on_air" };

  it("applies the next event and counts on", () => {
    const next = sequenced(8, event);
    expect(standing(state(), next)).toBe("apply");
    expect(applyEvent(state(), next)).toMatchObject({ seq: 8, snapshot: { show: { state: "on_air" } } });
  });

  it("ignores what it has already seen", () => {
    expect(standing(state(), sequenced(7, event))).toBe("ignore");
  });

  it("asks for a resync after a gap and after a restart of the room", () => {
    expect(standing(state(), sequenced(9, event))).toBe("resync");
    expect(standing(state(), sequenced(8, event, "e2"))).toBe("resync");
  });
});

describe("events", () => {
  it("pins a product once, and brings its card along", () => {
    const once = reduce(snapshot(), { k: "pinned", pin: pin("c"), card: card("c") });
    const twice = reduce(once, { k: "pinned", pin: pin("c"), card: card("c", 4) });
    expect(twice.pins).toHaveLength(1);
    expect(twice.products.map((item) => item.id)).toEqual(["a", "b", "c"]);
    expect(twice.products[2]?.available).toBe(4);
  });

  it("puts the newest pin first", () => {
    const pinned = { ...snapshot(), pins: [pin("a")] };
    expect(reduce(pinned, { k: "pinned", pin: pin("b", 2_000), card: card("b") }).pins).toEqual([pin("b", 2_000), pin("a")]);
  });

  it("unpins only the named product", () => {
    const pinned = { ...snapshot(), pins: [pin("a"), pin("b")] };
    expect(reduce(pinned, { k: "unpinned", product_id: "a" }).pins).toEqual([pin("b")]);
  });

  it("changes the stock of one product and leaves the others", () => {
    const next = reduce(snapshot(), { k: "stock", product_id: "b", available: 0, version: 9, variants: {} });
    expect(next.products.map((item) => [item.available, item.stock_version])).toEqual([
      [5, 1],
      [0, 9],
    ]);
  });

  it("changes a card in its place, and puts a new one last", () => {
    const changed = { ...card("a"), title: "New" };
    expect(reduce(snapshot(), { k: "product", card: changed }).products[0]?.title).toBe("New");
    expect(reduce(snapshot(), { k: "product", card: card("x") }).products[2]?.id).toBe("x");
  });

  it("drops the pins of products that leave the show", () => {
    const pinned = { ...snapshot(), pins: [pin("a"), pin("b")] };
    const next = reduce(pinned, { k: "products", cards: [card("b"), card("c")] });
    expect(next.pins).toEqual([pin("b")]);
    expect(next.products.map((item) => item.id)).toEqual(["b", "c"]);
  });

  it("follows show and playback", () => {
    const playback = { state: "live" as const, hls_url: "http://media/live/index.m3u8", whep_url: null };
    expect(reduce(snapshot(), { k: "playback", playback }).playback).toEqual(playback);
    expect(reduce(snapshot(), { k: "show", state: "closed" }).show.state).toBe("closed");
  });

  it("leaves the snapshot alone for paid orders and for kinds it does not know", () => {
    const before = snapshot();
    expect(reduce(before, { k: "order", buyer: "小*", product_id: "a", quantity: 1 })).toBe(before);
    expect(reduce(before, { k: "tomorrow" } as unknown as RoomEvent)).toBe(before);
  });

  it("never changes the snapshot it was given", () => {
    const before = snapshot();
    const copy = structuredClone(before);
    reduce(before, { k: "stock", product_id: "a", available: 1, version: 2, variants: {} });
    reduce(before, { k: "pinned", pin: pin("a"), card: card("a", 1) });
    expect(before).toEqual(copy);
  });
});

describe("ticks", () => {
  it("keeps counts that a tick leaves out", () => {
    const next = applyTick(state(), { t: "tick", likes: 10, at: 0 });
    expect(next.snapshot).toMatchObject({ likes: 10, watching: 1 });
    const same = state();
    expect(applyTick(same, { t: "tick", at: 0 })).toBe(same);
  });
});
