/** Sends what the form of a show holds, but for its cover. */
import { api, unwrap } from "@shared/api/client";
import type { Show } from "@shared/api/types";
import { type ShowForm, fromLocalInput } from "./showForm";

export interface Before {
  /** The show that is changed. Its tray is changed at the desk, beside its stock. */
  show: Show | null;
  /** The show that an earlier try has made: all that the form holds is sent to it, but for the address, which stays. */
  made: Show | null;
  /** Whose cover a new show takes over. */
  from: Show | null;
  headers: Record<"Idempotency-Key", string>;
}

/** Gives the show as it is then; throws {@link ApiProblem}. */
export async function saveShow(form: ShowForm, before: Before): Promise<Show> {
  const common = {
    title: form.title.trim(),
    description: form.description.trim(),
    host_name: form.host_name.trim(),
    starts_at: fromLocalInput(form.starts_at),
    access: form.access === "invited" ? ("invited" as const) : ("public" as const),
  };
  const known = before.show ?? before.made;
  if (!known) {
    const body = { ...common, slug: form.slug || null, product_ids: form.product_ids, cover_of: before.from?.id ?? null };
    return unwrap(api.POST("/api/v1/shows", { headers: before.headers, body }));
  }
  const params = { path: { show: known.id } };
  const saved = await unwrap(api.PATCH("/api/v1/shows/{show}", { params, body: common }));
  if (before.show || same(saved.product_ids, form.product_ids)) return saved;
  return unwrap(api.PUT("/api/v1/shows/{show}/products", { params, body: { product_ids: form.product_ids } }));
}

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index]);
