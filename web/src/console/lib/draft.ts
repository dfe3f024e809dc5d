/**
 * A form that survives failed submits, closed drawers and reloads: what differs from the starting values is kept in
 * local storage under `key` until `done()` or `discard()`.
 */
import { forget, recall, remember } from "@shared/storage";
import { type Ref, onScopeDispose, reactive, ref, watch } from "vue";

/** A line of a form that has several of a kind, such as the variants of a product. */
export type Line = Record<string, string>;
type Value = string | string[] | Line[];
export type Values = Record<string, Value>;

const isText = (value: unknown): value is string => typeof value === "string";
const isLine = (value: unknown): value is Line =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
const isValue = (value: unknown): value is Value =>
  isText(value) || (Array.isArray(value) && (value.every(isText) || value.every(isLine)));
const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && Object.values(value).every(isValue);

const same = (a: Value | undefined, b: Value | undefined) => JSON.stringify(a) === JSON.stringify(b);

export interface Draft<T extends Values> {
  form: T;
  /** What the form holds came from an earlier visit. */
  restored: Ref<boolean>;
  /** Something differs from the starting values. */
  touched: () => boolean;
  discard: () => void;
  /** Saved on the server: the present values are the starting values now. */
  done: () => void;
}

/** `secret` fields (passwords) are never stored. */
export function useDraft<T extends Values>(
  key: string,
  fresh: () => T,
  secret: readonly (keyof T & string)[] = [],
): Draft<T> {
  const name = `draft.${key}`;
  let base = fresh();
  const form = reactive(structuredClone(base)) as T;
  const restored = ref(false);

  for (const [field, value] of Object.entries(recall(name, isValues) ?? {})) {
    const start = base[field];
    const fits = start !== undefined && Array.isArray(start) === Array.isArray(value);
    if (!fits || same(start, value)) continue;
    (form as Values)[field] = value;
    restored.value = true;
  }

  const changed = () =>
    Object.fromEntries(
      Object.entries(form).filter(([field, value]) => !secret.includes(field) && !same(value, base[field])),
    );
  const touched = () => Object.entries(form).some(([field, value]) => !same(value, base[field]));

  function keep(): void {
    const values = changed();
    if (Object.keys(values).length > 0) remember(name, values);
    else forget(name);
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    form,
    () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 250);
    },
    { deep: true },
  );
  const flush = () => {
    if (timer !== undefined) keep();
  };
  addEventListener("pagehide", flush);
  onScopeDispose(() => {
    removeEventListener("pagehide", flush);
    clearTimeout(timer);
    if (touched()) keep();
  });

  function discard(): void {
    base = fresh();
    Object.assign(form, structuredClone(base));
    restored.value = false;
    forget(name);
  }

  function done(): void {
    base = JSON.parse(JSON.stringify(form)) as T;
    restored.value = false;
    forget(name);
  }

  return { form, restored, touched, discard, done };
}
