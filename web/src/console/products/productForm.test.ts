import { describe, expect, it } from "vitest";
import { bodyOf, emptyForm, faultsOf, formOf } from "./productForm";

const filled = (changes: Record<string, string> = {}) => ({ ...emptyForm(), title: "Tea", price: "19.90", stock: "5", ...changes });

describe("a product's form", () => {
  it("turns typed amounts into exact minor units of the currency", () => {
    expect(bodyOf(filled({ price: "0.29" }), "CNY").price).toBe(29);
    expect(bodyOf(filled({ price: "1,005.55" }), "EUR").price).toBe(100_555);
    expect(bodyOf(filled({ price: "8.07" }), "USD").price).toBe(807);
    expect(bodyOf(filled({ price: "1280" }), "JPY").price).toBe(1280);
    expect(bodyOf(filled({ price: "99999999999.99" }), "CNY").price).toBe(9_999_999_999_999);
  });

  it("takes the digits and marks of a Chinese keyboard", () => {
    expect(bodyOf(filled({ price: "１９．９０" }), "CNY").price).toBe(1990);
    expect(bodyOf(filled({ price: "1，299。5" }), "CNY").price).toBe(129_950);
  });

  it("turns down what the currency cannot hold", () => {
    expect(faultsOf(filled({ price: "12.5" }), "JPY")["price"]).toBe("bad_amount");
    expect(faultsOf(filled({ price: "1.234" }), "CNY")["price"]).toBe("bad_amount");
    expect(faultsOf(filled({ price: "" }), "CNY")["price"]).toBe("required");
  });

  it("asks for a compared price above the price, and for its basis", () => {
    expect(faultsOf(filled({ compare_at: "19.90", compare_basis: "x" }), "CNY")["compare_at"]).toBe("not_higher");
    expect(faultsOf(filled({ compare_at: "25" }), "CNY")["compare_basis"]).toBe("basis_missing");
    expect(faultsOf(filled({ compare_at: "25", compare_basis: "30 days" }), "CNY")).toEqual({});
  });

  it("leaves the basis out when there is no compared price", () => {
    expect(bodyOf(filled({ compare_basis: "left over" }), "CNY")).toMatchObject({ compare_at: null, compare_basis: "" });
  });

  it("counts stock in whole units", () => {
    for (const stock of ["", "-1", "1.5", "many"]) expect(faultsOf(filled({ stock }), "CNY")["stock"]).toBe("not_whole");
  });

  it("writes back what it reads", () => {
    const money = (amount: number) => ({ amount, currency: "CNY" });
    const product = { title: "Tea", description: "", price: money(1990), compare_at: money(2500), compare_basis: "b" };
    const stock = { on_hand: 5, reserved: 1, allocated: 0, available: 4 };
    const form = formOf({ ...product, stock });
    expect(bodyOf(form, "CNY")).toMatchObject({ price: 1990, compare_at: 2500, compare_basis: "b" });
  });
});
