import type { Product } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { type ProductForm, bodyOf, emptyForm, faultsOf, formOf, mended } from "./productForm";
import { emptyLine } from "./variantGrid";

/** A simple product; changes of its one variant and of the rest. */
const filled = (variant: Record<string, string> = {}, changes: Partial<ProductForm> = {}): ProductForm => ({
  ...emptyForm(),
  title: "Tea",
  variants: [{ ...emptyLine(), price: "19.90", stock: "5", ...variant }],
  ...changes,
});
const price = (text: string, currency: string) => bodyOf(filled({ price: text }), currency).variants[0]?.price;
const faults = (variant: Record<string, string>, currency = "CNY", changes: Partial<ProductForm> = {}) => faultsOf(filled(variant, changes), currency);

describe("a product's form", () => {
  it("turns typed amounts into exact minor units of the currency", () => {
    expect(price("0.29", "CNY")).toBe(29);
    expect(price("1,005.55", "EUR")).toBe(100_555);
    expect(price("8.07", "USD")).toBe(807);
    expect(price("1280", "JPY")).toBe(1280);
    expect(price("99999999999.99", "CNY")).toBe(9_999_999_999_999);
  });

  it("takes the digits and marks of a Chinese keyboard", () => {
    expect(price("１９．９０", "CNY")).toBe(1990);
    expect(price("1，299。5", "CNY")).toBe(129_950);
  });

  it("asks for no more than a title, a price and a stock", () => {
    expect(faultsOf(filled(), "CNY")).toEqual({});
  });

  it("turns down what the currency cannot hold, at the variant where it stands", () => {
    expect(faults({ price: "12.5" }, "JPY")).toEqual({ "variants.0.price": "bad_amount" });
    expect(faults({ price: "1.234" })).toEqual({ "variants.0.price": "bad_amount" });
    expect(faults({ price: "" })).toEqual({ "variants.0.price": "required" });
  });

  it("asks for a compared price above the price, and for its basis", () => {
    expect(faults({ compare_at: "19.90" }, "CNY", { compare_basis: "x" })).toEqual({ "variants.0.compare_at": "not_higher" });
    expect(faults({ compare_at: "25" })).toEqual({ compare_basis: "basis_missing" });
    expect(faults({ compare_at: "25" }, "CNY", { compare_basis: "30 days" })).toEqual({});
  });

  it("leaves stated prices out when the lowest paid one is shown", () => {
    const form = filled({ compare_at: "1" }, { compare_kind: "lowest_paid", compare_basis: "left over" });
    expect(faultsOf(form, "CNY")).toEqual({});
    expect(bodyOf(form, "CNY")).toMatchObject({ compare_kind: "lowest_paid", compare_basis: "", variants: [{ compare_at: null }] });
  });

  it("counts stock in whole units, and only the first stock of what is new", () => {
    for (const stock of ["", "-1", "1.5", "many"]) expect(faults({ stock })).toEqual({ "variants.0.stock": "not_whole" });
    expect(faults({ stock: "", id: "var_1" })).toEqual({});
    expect(bodyOf(filled({ id: "var_1", stock: "9" }), "CNY").variants[0]).toMatchObject({ id: "var_1", stock: 0 });
  });

  it("finds a SKU that stands twice, an option without values, and values without an option", () => {
    const two = [
      { ...emptyLine(), price: "1", sku: "A" },
      { ...emptyLine(), price: "1", sku: " A" },
    ];
    expect(faultsOf(filled({}, { variants: two }), "CNY")).toEqual({ "variants.0.sku": "twice", "variants.1.sku": "twice" });
    expect(faults({}, "CNY", { option1: "Size" })).toEqual({ option1: "no_values" });
    expect(faults({}, "CNY", { values1: ["S"] })).toEqual({ option1: "required" });
    expect(faults({}, "CNY", { option1: "Size", values1: ["S"], option2: "Size", values2: ["S"] })).toEqual({ option2: "twice" });
  });

  it("finds half a specification, but not a line left empty", () => {
    const specifications = [{ name: "", value: "" }, { name: "Weight", value: "" }];
    expect(faults({}, "CNY", { specifications })).toEqual({ "specifications.1.value": "required" });
    expect(bodyOf(filled({}, { specifications: [{ name: "", value: "" }] }), "CNY").specifications).toEqual([]);
  });

  it("finds a sale that ends before it begins", () => {
    expect(faults({}, "CNY", { sale_from: "2026-11-28T20:00", sale_until: "2026-11-28T19:00" })).toEqual({ sale_until: "ends_early" });
  });

  it("writes back what it reads", () => {
    const money = (amount: number) => ({ amount, currency: "CNY" });
    const variant = { sku: "T", stock: { on_hand: 5, reserved: 1, allocated: 0, available: 4 }, low_at: 2, picture_url: "/files/b.webp", components: [] };
    const product = {
      title: "Tea", description: "", options: ["Size", "Colour"], category: { id: "cat_1", path: "Tea/Green" }, tags: ["new"],
      variants: [
        { ...variant, id: "var_1", values: ["S", "red"], price: money(1990), compare_at: money(2500) },
        { ...variant, id: "var_2", values: ["M", "blue"], price: money(2990), compare_at: null, sku: null },
      ],
      pictures: [{ id: "pic_a", url: "/files/a.webp" }, { id: "pic_b", url: "/files/b.webp" }],
      compare_kind: "stated", compare_basis: "b", specifications: [{ name: "n", value: "v" }],
      certificates: [{ name: "c", number: "1", issuer: "", valid_until: "2027-01-01" }], return_class: "conditional",
      limit_per_buyer: 3, sale_from: "2026-11-28T12:00:00.000Z", sale_until: null,
    } as unknown as Product;
    const form = formOf(product);
    expect(form.left_out).toEqual(['["S","blue"]', '["M","red"]']);
    expect(bodyOf(form, "CNY", new Map([["pic_b", "pic_b"]]))).toEqual({
      title: "Tea", description: "", category: "Tea/Green", tags: ["new"], options: ["Size", "Colour"],
      variants: [
        { id: "var_1", values: ["S", "red"], sku: "T", price: 1990, compare_at: 2500, stock: 0, low_at: 2, picture_id: "pic_b", components: [] },
        { id: "var_2", values: ["M", "blue"], sku: null, price: 2990, compare_at: null, stock: 0, low_at: 2, picture_id: "pic_b", components: [] },
      ],
      compare_kind: "stated", compare_basis: "b", specifications: [{ name: "n", value: "v" }],
      certificates: [{ name: "c", number: "1", issuer: "", valid_until: "2027-01-01" }], return_class: "conditional",
      limit_per_buyer: 3, sale_from: "2026-11-28T12:00:00.000Z", sale_until: null,
    });
  });

  it("makes a new variant of one that is gone since the draft was kept", () => {
    const product = { variants: [{ id: "a" }] } as unknown as Product;
    expect(mended([{ id: "a", price: "1" }, { id: "gone", price: "2" }], product).map((line) => [line.id, line.price, line.low_at])).toEqual([["a", "1", "5"], ["", "2", "5"]]);
  });
});
