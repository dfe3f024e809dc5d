import { expect, it } from "vitest";
import { keptFacts } from "./kept";

it("shows what a page said, and leaves out what it cannot read", () => {
  const facts = keptFacts({
    title: "Teapot",
    pictures: ["/files/a.webp", 7],
    specifications: [{ name: "Volume", value: "180 ml" }, { name: "Empty" }, ["Origin", "Yixing"]],
    kept_at: "2026-03-01T08:00:00+00:00",
  });
  expect(facts.pictures).toEqual(["/files/a.webp"]);
  expect(facts.rows).toEqual([{ name: "Volume", value: "180 ml" }, { name: "Origin", value: "Yixing" }]);
  expect(facts.description).toBe("");
  expect(keptFacts({}).keptAt).toBeNull();
});
