import { type Ref, onScopeDispose, ref } from "vue";

/** A media query as a ref. */
export function useMedia(query: string): Ref<boolean> {
  const list = matchMedia(query);
  const matches = ref(list.matches);
  const follow = () => (matches.value = list.matches);
  list.addEventListener("change", follow);
  onScopeDispose(() => list.removeEventListener("change", follow));
  return matches;
}

/** Room for tables; below it lists are cards and the rail is a bar. */
export const useWide = () => useMedia("(min-width: 768px)");

/** Room for a list and its details side by side. */
export const useRoomy = () => useMedia("(min-width: 1280px)");
