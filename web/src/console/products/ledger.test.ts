import { describe, expect, it } from "vitest";
import { deltasOf, ownWords, referenceOf } from "./ledger";

describe("a line of the ledger", () => {
  it("tells what it changed, or that it changed nothing", () => {
    const line = (on_hand_delta: number, reserved_delta: number) => ({ on_hand_delta, reserved_delta, allocated_delta: 0 });
    expect(deltasOf(line(-2, -2))).toEqual([
      { of: "on_hand", units: -2 },
      { of: "reserved", units: -2 },
    ]);
    expect(deltasOf(line(0, 0))).toEqual([{ of: "on_hand", units: 0 }]);
  });

  it("leads to an order or a show, or gives a reason", () => {
    expect(["ord_1a", "shw_1a", "ordered twice"].map(referenceOf)).toEqual(["order", "show", "words"]);
  });

  it("has words of the page for the house's own reasons, and leaves a person's as they are", () => {
    expect(["first stock", "new variant", "import"].map(ownWords)).toEqual(["first_stock", "first_stock", "import"]);
    expect(ownWords("constructor")).toBeNull();
  });
});
