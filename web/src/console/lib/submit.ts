/** Sending a form: busy state, the server's findings field by field, and one idempotency key for all tries. */
import { ApiProblem, idempotent } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import { randomId } from "@shared/random";
import { type ComputedRef, type Ref, computed, nextTick, ref, shallowRef } from "vue";

export interface Submit {
  busy: Ref<boolean>;
  /** What to say above the buttons; null when every finding stands at its field. */
  message: ComputedRef<string | null>;
  /** The finding for one field; the field's own check goes first. */
  field: (name: string, own?: string | null) => string | undefined;
  /** Runs `act` with a header that makes repeating safe; true when it went through. */
  run: (payload: unknown, act: (header: Record<"Idempotency-Key", string>) => Promise<void>) => Promise<boolean>;
  clear: () => void;
}

/** `fields` names those that show their own findings; the others are told in `message`. */
export function useSubmit(fields: readonly string[], form: () => HTMLElement | null = () => null): Submit {
  const busy = ref(false);
  const error = shallowRef<unknown>(null);
  let key = { payload: "", id: "" };

  const message = computed(() => {
    if (!error.value) return null;
    if (error.value instanceof ApiProblem && error.value.errors.length > 0) {
      const homeless = error.value.errors.filter((item) => !fields.includes(item.field));
      if (homeless.length === 0) return null;
      return homeless.map((item) => (item.field ? `${item.field}: ${item.message}` : item.message)).join(" ");
    }
    return explain(error.value);
  });

  const field = (name: string, own: string | null = null): string | undefined => {
    if (own) return own;
    return error.value instanceof ApiProblem ? error.value.forField(name) : undefined;
  };

  async function run(
    payload: unknown,
    act: (header: Record<"Idempotency-Key", string>) => Promise<void>,
  ): Promise<boolean> {
    if (busy.value) return false;
    const text = JSON.stringify(payload);
    if (key.payload !== text) key = { payload: text, id: randomId() };
    busy.value = true;
    error.value = null;
    try {
      await act(idempotent(key.id));
      key = { payload: "", id: "" };
      return true;
    } catch (problem) {
      // An answer of the server ends this try for good; only silence may be repeated under the same key.
      if (problem instanceof ApiProblem && problem.status > 0 && problem.status < 500) key = { payload: "", id: "" };
      error.value = problem;
      await nextTick();
      focusFirstFault(form());
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, message, field, run, clear: () => (error.value = null) };
}

/** Takes the keyboard to the first field that is wrong. */
export function focusFirstFault(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
}
