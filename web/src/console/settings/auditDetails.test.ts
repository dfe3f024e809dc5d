import { expect, it } from "vitest";
import { createI18n } from "vue-i18n";
import { detailLines } from "./auditDetails";

const areas = import.meta.glob<object>("../messages/en/*.json", { eager: true, import: "default" });
const messages = { en: Object.assign({}, ...Object.values(areas)) as object } as Record<string, object>;
// Not inferred: that would take the compiler through every text of the console.
const { t, te } = createI18n({ legacy: false, locale: "en", messages } as object).global as unknown as {
  t: Parameters<typeof detailLines>[2];
  te: (key: string) => boolean;
};
const lines = (details: Record<string, unknown>) => detailLines(details, "CNY", t, te).map(({ name, value }) => `${name}: ${value}`);

it("says fields and values in words", () => {
  expect(lines({ price: 6800, stock: 1200, restock: true, archived: false })).toEqual([
    "Price: ¥68",
    "Stock: 1,200",
    "Back on the shelf: yes",
    "Archived: no",
  ]);
  expect(lines({ kind: "order_paid", role: "floor", access: "invited", return_class: "excluded" })).toEqual([
    "Kind: Order paid",
    "Role: Host or floor controller",
    "Who may watch: Invited people",
    "Returns: Excluded",
  ]);
  expect(lines({ in_ms: 61_000, countdown_s: 10 })).toEqual(["In: 01:01", "Countdown, seconds: 10"]);
});

it("tells lists by their length, and that something was not kept", () => {
  expect(lines({ tags: "× 1", product_ids: "× 3", email: "•••" })).toEqual(["Tags: 1 entry", "Products: 3 entries", "E-mail: not kept here"]);
});

it("takes what lies in another field apart", () => {
  expect(lines({ days: { visits: 30 } })).toEqual(["Days kept, visits: 30"]);
});

it("tells what was emptied, also within another field", () => {
  expect(lines({ starts_at: null, compare_at: null, title: "", days: { visits: null } })).toEqual([
    "Starts at: left empty",
    "Struck-through price: left empty",
    "Title: left empty",
    "Days kept, visits: left empty",
  ]);
});

it("shows what it does not know by its own name", () => {
  expect(lines({ brand_new: "as it is", role: "wizard" })).toEqual(["brand_new: as it is", "Role: wizard"]);
});
