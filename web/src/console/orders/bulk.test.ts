import { ApiProblem } from "@shared/api/client";
import type { Order } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { type Outcome, Overtaken, fitting, pairTracking, runEach, unsent } from "./bulk";

const order = (id: string, state: Order["state"] = "paid"): Order => ({ id, number: `260301-${id.toUpperCase()}`, state }) as Order;
const [a, b, c] = [order("a"), order("b"), order("c")];

it("acts only on orders that the act fits", () => {
  const orders = [a, order("d", "shipped"), order("e", "created")];
  expect(fitting("ship", orders).map((each) => each.id)).toEqual(["a"]);
  expect(fitting("deliver", orders).map((each) => each.id)).toEqual(["d"]);
  expect(fitting("cancel", orders).map((each) => each.id)).toEqual(["e"]);
});

describe("pasted tracking numbers", () => {
  it("go to the rows in their order", () => {
    const { numbers, left } = pairTracking("SF1\n\n SF 2 \r\nSF3\nSF4", [a, b, c]);
    expect([...numbers]).toEqual([["a", "SF1"], ["b", "SF2"], ["c", "SF3"]]);
    expect(left).toEqual(["SF4"]);
  });

  it("go to the order that their line names, in whatever column", () => {
    const { numbers } = pairTracking("260301-c\tSF3\nSF1,260301-A\nSF2", [a, b, c]);
    expect(numbers.get("a")).toBe("SF1");
    expect(numbers.get("b")).toBe("SF2");
    expect(numbers.get("c")).toBe("SF3");
  });

  it("go to nobody when their line names an order that was not chosen", () => {
    const { numbers, left } = pairTracking("260228-0A1B2C3D SF9\nSF1", [a, b]);
    expect([...numbers]).toEqual([["a", "SF1"]]);
    expect(left).toEqual(["260228-0A1B2C3D SF9"]);
  });

  it("stay with their orders when those before them are sent", () => {
    const rest = unsent(pairTracking("SF1\nSF2\nSF3\nSF4", [a, b, c]), [b, c]);
    expect(rest).toBe("260301-B SF2\n260301-C SF3\nSF4");
    expect([...pairTracking(rest, [b, c]).numbers]).toEqual([["b", "SF2"], ["c", "SF3"]]);
  });

  it("are suspicious when one stands twice or holds odd signs", () => {
    const paired = pairTracking("SF1\nSF1\n单号", [a, b, c]);
    expect(paired.doubled).toEqual(["SF1"]);
    expect(paired.odd).toEqual(["单号"]);
  });
});

describe("carrying it out", () => {
  const collect = async (act: (order: Order) => Promise<Order>, stopped = () => false) => {
    const told = new Map<string, Outcome["state"]>();
    await runEach([a, b, c], act, (id, outcome) => told.set(id, outcome.state), stopped);
    return Object.fromEntries(told);
  };

  it("goes on after one that was refused", async () => {
    const act = (each: Order) => (each.id === "b" ? Promise.reject(new ApiProblem(409, "illegal", "")) : Promise.resolve(each));
    expect(await collect(act)).toEqual({ a: "done", b: "failed", c: "done" });
  });

  it("tells of one that somebody else was quicker with, and goes on", async () => {
    const act = (each: Order) => (each.id === "a" ? Promise.reject(new Overtaken(order("a", "shipped"))) : Promise.resolve(each));
    expect(await collect(act)).toEqual({ a: "overtaken", b: "done", c: "done" });
  });

  it("begins nothing more when it is stopped", async () => {
    let done = 0;
    const act = (each: Order) => Promise.resolve(each).finally(() => (done += 1));
    expect(await collect(act, () => done === 2)).toEqual({ a: "done", b: "done" });
  });

  it("begins nothing more while the server is away", async () => {
    expect(await collect(() => Promise.reject(new ApiProblem(0, "network", "")))).toEqual({ a: "failed" });
  });
});
