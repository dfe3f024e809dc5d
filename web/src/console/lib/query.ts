import { type WritableComputedRef, computed } from "vue";
import { useRoute, useRouter } from "vue-router";

/**
 * One parameter of the address as a ref; empty text removes it. `push` makes going back undo the change (for what
 * opens and closes), otherwise the address is replaced (for filters).
 */
export function useQuery(name: string, push = false): WritableComputedRef<string> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => (typeof route.query[name] === "string" ? route.query[name] : ""),
    set: (value) => {
      const { [name]: before, ...rest } = route.query;
      if ((before ?? "") === value) return;
      const target = { query: value ? { ...rest, [name]: value } : rest };
      void (push ? router.push(target) : router.replace(target));
    },
  });
}
