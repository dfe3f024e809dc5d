import { expect, it } from "vitest";
import { namesOf } from "./auditThings";

const all = () => true;
const tea = { kind: "product", id: "prd_1", name: "Longjing" } as const;
const show = { kind: "show", id: "shw_1", name: "Slow tea" } as const;

it("names each thing and leads to its page", () => {
  expect(namesOf({ label: "", things: [tea, show] }, all)).toEqual([
    { gone: false, name: "Longjing", to: { name: "product-edit", params: { id: "prd_1" } } },
    { gone: false, name: "Slow tea", to: { name: "desk", params: { id: "shw_1" } } },
  ]);
});

it("leads to no page that is closed to one's role, and viewers have none", () => {
  const viewer = { kind: "viewer", id: "vwr_1", name: "小明" } as const;
  expect(namesOf({ label: "", things: [tea] }, (scope) => scope !== "products:read").map(({ to }) => to)).toEqual([null]);
  expect(namesOf({ label: "", things: [viewer] }, all)).toEqual([{ gone: false, name: "小明", to: null }]);
});

it("gives the id of what is gone, without a page", () => {
  const gone = { kind: "viewer", id: "vwr_1", name: "" } as const;
  expect(namesOf({ label: "", things: [gone] }, all)).toEqual([{ gone: true, name: "vwr_1", to: null }]);
});

it("says what a thing was called then, unless it still is", () => {
  expect(namesOf({ label: "Slow tea", things: [show] }, all)).toHaveLength(1);
  expect(namesOf({ label: "The best minute", things: [show] }, all).map(({ name }) => name)).toEqual(["The best minute", "Slow tea"]);
  expect(namesOf({ label: "Lee", things: [] }, all)).toEqual([{ gone: false, name: "Lee", to: null }]);
});
