import { describe, expect, it } from "vitest";
import { addressPlan, cleaned, emptyForm, faultsOf, guessCountry, phoneLooksRight } from "./address";

const filled = (country: string) => {
  const form = emptyForm(country);
  form.contact = { name: "Lin", phone: country === "CN" ? "138 0013 8000" : "0912-345-678", email: "" };
  for (const { field } of addressPlan(country)) form.address[field] = "x";
  return form;
};

describe("the address form", () => {
  it("asks for what each country needs and nothing else", () => {
    expect(addressPlan("CN").map((item) => item.field)).toEqual(["region", "city", "line1"]);
    expect(addressPlan("TW")[0]?.field).toBe("postal_code");
    expect(addressPlan("US").find((item) => item.field === "line2")?.required).toBe(false);
  });

  it("names every empty required field by the server's path", () => {
    expect(Object.keys(faultsOf(emptyForm("CN")))).toEqual([
      "contact.name",
      "contact.phone",
      "address.region",
      "address.city",
      "address.line1",
    ]);
    expect(faultsOf(filled("CN"))).toEqual({});
    expect(faultsOf(filled("TW"))).toEqual({});
  });

  it("knows the phone numbers of the countries it is made for", () => {
    expect(phoneLooksRight("13800138000", "CN")).toBe(true);
    expect(phoneLooksRight("+86 138-0013-8000", "CN")).toBe(true);
    expect(phoneLooksRight("12800138000", "CN")).toBe(false);
    expect(phoneLooksRight("02-2345-6789", "TW")).toBe(true);
    expect(phoneLooksRight("+1 (415) 555-0100", "US")).toBe(true);
    expect(phoneLooksRight("call me", "US")).toBe(false);
  });

  it("sends no leftovers of another country", () => {
    const form = filled("CN");
    form.address.postal_code = "100000";
    form.contact.name = "  Lin ";
    expect(cleaned(form).address.postal_code).toBe("");
    expect(cleaned(form).contact.name).toBe("Lin");
  });

  it("guesses the country by currency, then by language", () => {
    expect(guessCountry("TWD", "en")).toBe("TW");
    expect(guessCountry("EUR", "zh-CN")).toBe("CN");
  });
});
