import { describe, expect, it } from "vitest";
import { type Facts, nextStep, stepsOf } from "./steps";

const nothing: Facts = { store: { legal_name: "", address: "", contact: "" }, products: 0, shows: [], picture: false, orders: 0 };
const done = (facts: Partial<Facts>) =>
  stepsOf({ ...nothing, ...facts })
    .filter((step) => step.done)
    .map((step) => step.id);
const ready = { id: "shw_1", state: "ready" as const, on_air_at: null };

describe("the way to the first show", () => {
  it("begins with who sells", () => {
    expect(done({})).toEqual([]);
    expect(nextStep(stepsOf(nothing))?.id).toBe("seller");
    expect(done({ store: { legal_name: "Tea Ltd", address: "1 Road", contact: "" } })).toEqual([]);
    expect(done({ store: { legal_name: "Tea Ltd", address: "1 Road", contact: "a@b.c" } })).toEqual(["seller"]);
  });

  it("knows each step from the records", () => {
    expect(done({ products: 3 })).toEqual(["product"]);
    expect(done({ shows: [ready] })).toEqual(["show"]);
    expect(done({ shows: [ready], picture: true })).toEqual(["show", "picture"]);
    expect(done({ shows: [{ ...ready, on_air_at: "2026-11-28T12:00:00Z" }] })).toEqual(["show", "picture", "air"]);
    expect(done({ orders: 1 })).toEqual(["order"]);
  });

  it("leads to the show that is open, and to a new one when none is", () => {
    const to = (facts: Facts) => stepsOf(facts).find((step) => step.id === "picture")?.to;
    expect(to({ ...nothing, shows: [{ ...ready, id: "shw_0", state: "closed" }, ready] })).toEqual({ name: "studio", params: { id: "shw_1" } });
    expect(to(nothing)).toEqual({ name: "shows", query: { show: "new" } });
  });

  it("ends", () => {
    const all: Facts = { store: { legal_name: "Tea", address: "1", contact: "2" }, products: 1, shows: [{ ...ready, on_air_at: "2026-11-28T12:00:00Z" }], picture: false, orders: 1 };
    expect(nextStep(stepsOf(all))).toBeUndefined();
  });
});
