/** Whether the window has room for three columns; the same width as in the styles. */
import { onBeforeUnmount, ref } from "vue";

export function useWide() {
  const query = matchMedia("(min-width: 1024px)");
  const wide = ref(query.matches);
  const update = () => (wide.value = query.matches);
  query.addEventListener("change", update);
  onBeforeUnmount(() => query.removeEventListener("change", update));
  return wide;
}
