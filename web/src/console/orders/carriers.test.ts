import { expect, it } from "vitest";
import { CARRIERS, OTHER, carrierOf, carriersFor, choiceOf, plainNumber } from "./carriers";

it("offers the carriers of the address's country first, and all of them", () => {
  expect(carriersFor("tw").map((region) => region.region)).toEqual(["tw", "cn", "intl"]);
  expect(carriersFor("FR")[0]?.region).toBe("intl");
  expect(carriersFor("FR")).toHaveLength(CARRIERS.length);
});

it("takes a carrier for what it is, whether it is offered or not", () => {
  expect(choiceOf("UPS")).toEqual({ chosen: "UPS", other: "" });
  expect(choiceOf("Uncle Wu's van")).toEqual({ chosen: OTHER, other: "Uncle Wu's van" });
  for (const carrier of ["UPS", "Uncle Wu's van"]) expect(carrierOf(choiceOf(carrier))).toBe(carrier);
  expect(carrierOf({ chosen: "UPS", other: "typed before" })).toBe("UPS");
  expect(carrierOf({ chosen: OTHER, other: " van " })).toBe("van");
});

it("takes a number without the spaces that came along", () => {
  expect(plainNumber(" SF 123\t456\n")).toBe("SF123456");
});
