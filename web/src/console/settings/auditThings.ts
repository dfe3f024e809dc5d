/** What an entry of the audit log speaks of: what it was called then, and the things of now with their pages. */
import type { AuditLine, AuditThing } from "@shared/api/types";
import type { RouteLocationRaw } from "vue-router";

export interface Named {
  /** Nothing more is known of it than its id. */
  gone: boolean;
  name: string;
  to: RouteLocationRaw | null;
}

type May = (scope: string) => boolean;

const PAGES: Readonly<Record<AuditThing["kind"], ((id: string, may: May) => RouteLocationRaw | null) | null>> = {
  order: (id, may) => (may("orders:read") ? { name: "orders", query: { order: id } } : null),
  product: (id, may) => (may("products:read") ? { name: "product-edit", params: { id } } : null),
  show: (id, may) => (may("shows:read") ? { name: "desk", params: { id } } : null),
  staff: (_, may) => (may("staff:write") ? { name: "settings", params: { section: "staff" } } : null),
  viewer: null,
};

export function namesOf({ label, things }: Pick<AuditLine, "label" | "things">, may: May): Named[] {
  const named = things.map(({ kind, id, name }) => ({
    gone: !name,
    name: name || id,
    to: name ? (PAGES[kind]?.(id, may) ?? null) : null,
  }));
  // What is gone by now, or has no page, was called so when it was done.
  return label && !named.some(({ name }) => name === label) ? [{ gone: false, name: label, to: null }, ...named] : named;
}
