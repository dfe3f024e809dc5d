/** State of the product editor: the form, its pictures, what is wrong, and saving all of it. */
import { api, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Product } from "@shared/api/types";
import { computed, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { useDraft } from "../lib/draft";
import { currency } from "../lib/session";
import { focusFirstFault, useSubmit } from "../lib/submit";
import { type Shot, addPicture } from "./pictures";
import { type ProductForm, bodyOf, emptyForm, faultsOf, formOf, mended } from "./productForm";
import { type VariantLine, fitted, keyOf } from "./variantGrid";

const FIELDS = ["title", "description", "category", "tags", "sku", "variants", "compare_at", "compare_basis", "limit_per_buyer", "sale_from", "sale_until"];

export function useProductEditor(product: Product | null, element: () => HTMLElement | null, saved: (product: Product, whole: boolean) => void) {
  const { t } = useI18n();
  const draft = useDraft(`product.${product?.id ?? "new"}`, (): ProductForm => (product ? formOf(product) : emptyForm()));
  const { form, restored } = draft;
  const unit = product?.price.currency ?? currency();
  const submit = useSubmit(FIELDS, element);
  const shots = shallowRef<readonly Shot[]>((product?.pictures ?? []).map(({ id, url }) => ({ key: id, url, blob: null })));
  const progress = ref<number | null>(null);
  const pictureProblem = ref<string | null>(null);
  // What is wrong in a field is told once it was left, and what is not filled in yet after a try: told
  // already when one leaves for a button below, it would push that away from under the pointer.
  const left = ref(new Set<string>());
  const tried = ref(false);

  if (restored.value) form.variants = mended(form.variants, product);

  // A value that goes and comes back finds its line again.
  const spare = new Map<string, VariantLine>();
  function setVariants(lines: VariantLine[]): void {
    for (const line of form.variants) spare.set(keyOf(line), { ...line });
    form.variants = lines;
  }
  const refit = () => setVariants(fitted(form.variants, form, form.left_out, [...spare.values()]));

  // A picture that was taken away shows no variant any more.
  watch(shots, (list) => {
    const keys = new Set(list.map((shot) => shot.key));
    for (const line of form.variants) if (line.picture && !keys.has(line.picture)) line.picture = "";
  });

  const faults = computed(() => faultsOf(form, unit));
  function fault(name: string): string | undefined {
    const own = faults.value[name];
    const speaks = own && (tried.value || (left.value.has(name) && own !== "required"));
    return submit.field(name, speaks ? t(`form.${own}`, { currency: unit }) : null);
  }
  const leave = (name: string) => (left.value = new Set([...left.value, name]));
  const count = computed(() => (tried.value ? Object.keys(faults.value).length : 0));

  /** Sends what is new, then the order; gives the server's ids by our keys. */
  async function sendPictures(owner: Product): Promise<{ product: Product; ids: Map<string, string> }> {
    const ids = new Map<string, string>();
    const toSend = shots.value.filter((shot) => shot.blob).length;
    let current = owner;
    let sent = 0;
    const list: Shot[] = [];
    try {
      for (const shot of shots.value) {
        if (!shot.blob) {
          ids.set(shot.key, shot.key);
          list.push(shot);
          continue;
        }
        const before = new Set(current.pictures.map((picture) => picture.id));
        const part = sent;
        current = await addPicture(owner.id, shot.blob, (done) => (progress.value = (part + done) / toSend));
        sent += 1;
        const id = current.pictures.find((picture) => !before.has(picture.id))?.id ?? shot.key;
        ids.set(shot.key, id);
        // Has its id from here on, so that a second try does not send it twice.
        for (const line of form.variants) if (line.picture === shot.key) line.picture = id;
        ids.set(id, id);
        list.push({ ...shot, key: id, blob: null });
      }
    } finally {
      shots.value = [...list, ...shots.value.slice(list.length)];
      progress.value = null;
    }
    const order = list.map((shot) => shot.key);
    if (order.join() !== current.pictures.map((picture) => picture.id).join()) {
      const path = { product_id: owner.id };
      current = await unwrap(api.PUT("/api/v1/products/{product_id}/pictures", { params: { path }, body: { picture_ids: order } }));
    }
    return { product: current, ids };
  }

  const patch = (id: string, ids: ReadonlyMap<string, string>) =>
    unwrap(api.PATCH("/api/v1/products/{product_id}", { params: { path: { product_id: id } }, body: bodyOf(form, unit, ids) }));

  async function create(header: Record<"Idempotency-Key", string>): Promise<void> {
    const made = await unwrap(api.POST("/api/v1/products", { headers: header, body: { ...bodyOf(form, unit), stock: 0 } }));
    draft.done();
    try {
      const sent = await sendPictures(made);
      let whole = sent.product;
      if (form.variants.some((line) => line.picture)) {
        made.variants.forEach((variant, index) => {
          const line = form.variants[index];
          if (line) line.id = variant.id;
        });
        whole = await patch(made.id, sent.ids);
      }
      saved(whole, true);
    } catch {
      saved(made, false);
    } finally {
      draft.done();
    }
  }

  async function change(before: Product): Promise<void> {
    let sent;
    pictureProblem.value = null;
    try {
      sent = await sendPictures(before);
    } catch (problem) {
      pictureProblem.value = explain(problem);
      return;
    }
    const whole = await patch(before.id, sent.ids);
    draft.done();
    saved(whole, true);
  }

  async function save(): Promise<void> {
    tried.value = true;
    if (Object.keys(faults.value).length > 0) {
      requestAnimationFrame(() => focusFirstFault(element()));
      return;
    }
    await submit.run({ ...bodyOf(form, unit), shots: shots.value.map((shot) => shot.key) }, (header) => (product ? change(product) : create(header)));
  }

  function discard(): void {
    draft.discard();
    spare.clear();
    tried.value = false;
    left.value = new Set();
  }

  return {
    product, form, shots, unit, restored, progress, pictureProblem, count,
    fault, leave, setVariants, refit, save, discard,
    busy: submit.busy, message: submit.message,
  };
}

export type ProductEditorState = ReturnType<typeof useProductEditor>;
