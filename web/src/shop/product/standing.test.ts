import { describe, expect, it } from "vitest";
import { buyText, goneText } from "./standing";

describe("the button of a product", () => {
  it("says whether it is sold out, or sold no more", () => {
    expect(buyText({ is_archived: false }, 3)).toBe("product.buy");
    expect(buyText({ is_archived: false }, 0)).toBe("product.sold_out");
    expect(buyText({ is_archived: true }, 0)).toBe("product.withdrawn");
    expect(goneText({ is_archived: true })).toBe("product.withdrawn");
  });
});
