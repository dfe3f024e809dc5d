import { describe, expect, it } from "vitest";
import { deltasOf, referenceOf } from "./ledger";
import { stepsOf } from "./priceSteps";

describe("the steps of prices", () => {
  it("hold until the next price and end now, whatever the order they come in", () => {
    const points = [
      { variant_id: "a", amount: 100, at: 50 },
      { variant_id: "a", amount: 200, at: 0 },
    ];
    const { steps, low, high, from } = stepsOf(points, 100);
    expect({ low, high, from }).toEqual({ low: 100, high: 200, from: 0 });
    expect(steps).toEqual([{ variant_id: "a", amount: 100, corners: [[0, 0], [0.5, 0], [0.5, 1], [1, 1]] }]);
  });

  it("lie in the middle when there is one price only, and are none without any", () => {
    expect(stepsOf([{ variant_id: "a", amount: 5, at: 0 }], 10).steps[0]?.corners).toEqual([[0, 0.5], [1, 0.5]]);
    expect(stepsOf([], 10).steps).toEqual([]);
  });
});

describe("a line of the ledger", () => {
  it("tells what it changed, and a first stock of none as none", () => {
    expect(deltasOf({ on_hand_delta: 0, reserved_delta: 2, allocated_delta: -2 }).map((delta) => delta.of)).toEqual(["reserved", "allocated"]);
    expect(deltasOf({ on_hand_delta: 0, reserved_delta: 0, allocated_delta: 0 })).toEqual([{ of: "on_hand", units: 0 }]);
  });

  it("knows orders and shows from words", () => {
    expect(["ord_01abc", "shw_01abc", "Delivery from the supplier", "ord_ er"].map(referenceOf)).toEqual(["order", "show", "words", "words"]);
  });
});
