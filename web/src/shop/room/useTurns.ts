/**
 * Lets the parts of a page come one after the other, each in a task of its own: between two of them the browser paints
 * and answers a touch.
 */
import { onBeforeUnmount, reactive, watch } from "vue";

/**
 * Which parts may be built by now: none until there is something to show (`when`), then one more with each task, in the
 * order they are named.
 */
export function useTurns<Part extends string>(when: () => boolean, ...parts: Part[]): Readonly<Record<Part, boolean>> {
  const built = reactive(Object.fromEntries(parts.map((part) => [part, false]))) as Record<Part, boolean>;
  const left = [...parts];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    const part = left.shift();
    if (part === undefined) return;
    built[part] = true;
    timer = setTimeout(next);
  };
  watch(when, (is) => is && (timer ??= setTimeout(next)), { immediate: true });
  onBeforeUnmount(() => clearTimeout(timer));
  return built;
}
