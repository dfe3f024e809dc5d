import type { Order } from "@shared/api/types";
import { expect, it } from "vitest";
import { amountLeft, isRefundable, piecesLeft, refundBody, wishedAmount, worthOf } from "./refunds";

const cny = (amount: number) => ({ amount, currency: "CNY" });
const order = (changes: Partial<Order> = {}): Order =>
  ({
    state: "paid",
    total: cny(25_000),
    refunded: cny(0),
    lines: [
      { position: 0, quantity: 2, refunded_quantity: 0, unit_price: cny(10_000) },
      { position: 1, quantity: 1, refunded_quantity: 0, unit_price: cny(5000) },
    ],
    refunds: [],
    ...changes,
  }) as unknown as Order;
const onItsWay = { state: "pending", amount: cny(10_000), pieces: { "0": 1 } } as unknown as Order["refunds"][number];
const wish = { mode: "whole", pieces: {}, amount: null, reason: " broken ", restock: true } as const;

it("counts what is on its way back as gone already", () => {
  const asked = order({ refunds: [onItsWay] });
  expect(amountLeft(asked)).toBe(15_000);
  expect(piecesLeft(asked)).toEqual({ 0: 1, 1: 1 });
  expect(amountLeft(order({ refunds: [{ ...onItsWay, state: "failed" }] }))).toBe(25_000);
});

it("offers a refund while there is something to give back", () => {
  expect(isRefundable(order())).toBe(true);
  expect(isRefundable(order({ state: "created" }))).toBe(false);
  expect(isRefundable(order({ refunded: cny(25_000) }))).toBe(false);
});

it("gives back what the pieces cost, never more than is left", () => {
  expect(worthOf(order(), { 0: 1, 1: 1 })).toBe(15_000);
  expect(worthOf(order({ refunded: cny(20_000) }), { 0: 1 })).toBe(5000);
});

it("refuses nothing and too much", () => {
  expect(wishedAmount(order(), wish)).toBe(25_000);
  expect(wishedAmount(order(), { ...wish, mode: "pieces" })).toBeNull();
  expect(wishedAmount(order(), { ...wish, mode: "amount", amount: 25_001 })).toBeNull();
  expect(wishedAmount(order(), { ...wish, mode: "amount", amount: 1 })).toBe(1);
});

it("puts only pieces back on the shelf", () => {
  expect(refundBody({ ...wish, mode: "pieces", pieces: { 0: 1, 1: 0 } })).toEqual({
    lines: [{ position: 0, quantity: 1 }],
    reason: "broken",
    restock: true,
  });
  expect(refundBody({ ...wish, mode: "amount", amount: 100 })).toEqual({ lines: [], amount: 100, reason: "broken", restock: false });
});
