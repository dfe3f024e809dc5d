/** A list of the API, page by page, newest first. */
import { type ShallowRef, ref, shallowRef } from "vue";

interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface CursorList<T> {
  items: ShallowRef<readonly T[]>;
  /** The first page is on its way and there is nothing to show yet. */
  loading: Readonly<ShallowRef<boolean>>;
  loadingMore: Readonly<ShallowRef<boolean>>;
  hasMore: Readonly<ShallowRef<boolean>>;
  problem: Readonly<ShallowRef<unknown>>;
  /** Begins anew, keeping what is shown until the answer is there. */
  reload(): Promise<void>;
  more(): Promise<void>;
  /** Asks for the newest page and puts it in front; returns what was not there before. */
  refresh(): Promise<T[]>;
  put(item: T): void;
  remove(id: string): void;
}

export function useCursorList<T extends { id: string }>(
  ask: (cursor: string | undefined) => Promise<Page<T>>,
): CursorList<T> {
  const items = shallowRef<readonly T[]>([]);
  const loading = ref(true);
  const loadingMore = ref(false);
  const hasMore = ref(false);
  const problem = shallowRef<unknown>(null);
  let cursor: string | null = null;
  let round = 0;

  async function reload(): Promise<void> {
    const mine = (round += 1);
    loading.value = items.value.length === 0;
    problem.value = null;
    try {
      const page = await ask(undefined);
      if (mine !== round) return;
      items.value = page.items;
      cursor = page.next_cursor ?? null;
      hasMore.value = cursor !== null;
    } catch (error) {
      if (mine === round) problem.value = error;
    } finally {
      if (mine === round) loading.value = false;
    }
  }

  async function more(): Promise<void> {
    if (!cursor || loadingMore.value) return;
    const mine = round;
    loadingMore.value = true;
    try {
      const page = await ask(cursor);
      if (mine !== round) return;
      const known = new Set(items.value.map((item) => item.id));
      items.value = [...items.value, ...page.items.filter((item) => !known.has(item.id))];
      cursor = page.next_cursor ?? null;
      hasMore.value = cursor !== null;
    } catch (error) {
      if (mine === round) problem.value = error;
    } finally {
      loadingMore.value = false;
    }
  }

  async function refresh(): Promise<T[]> {
    const mine = round;
    const page = await ask(undefined);
    if (mine !== round || loading.value) return [];
    const known = new Set(items.value.map((item) => item.id));
    const fresh = page.items.filter((item) => !known.has(item.id));
    // A whole page of strangers: there is a gap between them and what is shown.
    if (fresh.length === page.items.length && page.next_cursor) {
      items.value = page.items;
      cursor = page.next_cursor;
      hasMore.value = true;
      return fresh;
    }
    const newer = new Map(page.items.map((item) => [item.id, item]));
    items.value = [...fresh, ...items.value.map((item) => newer.get(item.id) ?? item)];
    return fresh;
  }

  function put(item: T): void {
    const at = items.value.findIndex((other) => other.id === item.id);
    items.value = at < 0 ? [item, ...items.value] : items.value.with(at, item);
  }

  function remove(id: string): void {
    items.value = items.value.filter((item) => item.id !== id);
  }

  return { items, loading, loadingMore, hasMore, problem, reload, more, refresh, put, remove };
}
