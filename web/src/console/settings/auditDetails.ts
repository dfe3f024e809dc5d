/** What an entry of the audit log says beyond its act: fields and values in words. */
import { dateTime, formatClock, money, number } from "@shared/format";

type Translate = (key: string, named?: Record<string, unknown>, plural?: number) => string;
type Details = Readonly<Record<string, unknown>>;

export interface DetailLine {
  name: string;
  value: string;
}

/** In the smallest unit of the store's currency. */
const MONEY = new Set(["price", "compare_at", "amount"]);
const MOMENTS = new Set(["sale_from", "sale_until", "starts_at", "until", "since"]);
const PLACES = new Set(["in_ms", "out_ms", "cover_at_ms"]);
/** Where the words of values stand. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  role: ["staff.role_"],
  access: ["shows.access_"],
  return_class: ["editor.return_"],
  kind: ["studio.source_", "mail."],
  list: ["nav."],
};
/** How the server writes a list, and what it does not write down. */
const LIST = /^× (\d+)$/;
const HIDDEN = "•••";
/** Taken away, or not given to begin with. */
const EMPTY: readonly unknown[] = [null, ""];

/** Lines in the order of the entry; what this page does not know yet is shown by its own name. */
export function detailLines(details: Details, currency: string, t: Translate, has: (key: string) => boolean): DetailLine[] {
  const named = (name: string) => (has(`audit_field.${name}`) ? t(`audit_field.${name}`) : name);

  function written(name: string, value: unknown): string {
    if (EMPTY.includes(value)) return t("audit.empty");
    if (typeof value === "boolean") return t(value ? "people.yes" : "people.no");
    if (typeof value === "number") {
      if (MONEY.has(name)) return money({ amount: value, currency });
      return PLACES.has(name) ? formatClock(value) : number(value);
    }
    const text = String(value);
    if (text === HIDDEN) return t("audit.hidden");
    const list = LIST.exec(text);
    if (list) return t("audit.entries", { count: number(Number(list[1])) }, Number(list[1]));
    if (MOMENTS.has(name) && !Number.isNaN(Date.parse(text))) return dateTime(text);
    const word = WORDS[name]?.map((place) => place + text).find(has);
    return word ? t(word) : text;
  }

  return Object.entries(details).flatMap(([name, value]) => {
    if (value === null || typeof value !== "object") return [{ name: named(name), value: written(name, value) }];
    const within = detailLines(value as Details, currency, t, has);
    return within.map((line) => ({ name: t("audit.within", { whole: named(name), part: line.name }), value: line.value }));
  });
}
