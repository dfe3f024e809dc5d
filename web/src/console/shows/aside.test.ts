import type { Product } from "@shared/api/types";
import { describe, expect, it } from "vitest";
import { asideFault, asideLines } from "./aside";

const product = (id: string, available: number, bundle = false) =>
  ({
    id,
    title: id,
    picture_url: null,
    variants: [{ id: `${id}-v`, values: [], picture_url: null, components: bundle ? [{ variant_id: "x", units: 1 }] : [], stock: { available } }],
  }) as unknown as Product;

describe("stock set aside for a show", () => {
  it("is told in the order of the tray, without bundles and what is not known yet", () => {
    const products = new Map(["a", "b", "c"].map((id) => [id, product(id, 10, id === "c")] as const));
    const lines = asideLines(["b", "c", "later", "a"], products, [{ show_id: "s", variant_id: "a-v", units: 8, remaining: 5 }]);
    expect(lines.map((line) => line.variantId)).toEqual(["b-v", "a-v"]);
    expect(lines[1]).toMatchObject({ units: 8, sold: 3, left: 5, free: 10, most: 18 });
  });

  it("is no less than what was sold and no more than what is there", () => {
    const line = { sold: 3, most: 18 };
    expect(["3", "18", "2", "19", "", "1.5", "-1"].map((text) => asideFault(text, line))).toEqual([null, null, "below_sold", "too_many", "not_whole", "not_whole", "not_whole"]);
  });
});
