/** The shows that the shell knows: for the switcher, the palette and the way to the desk. */
import { api, unwrap } from "@shared/api/client";
import type { Show } from "@shared/api/types";
import { isText, recall, remember } from "@shared/storage";
import { computed, ref, shallowRef } from "vue";

export const shows = shallowRef<readonly Show[]>([]);
export const showsKnown = ref(false);
const chosenId = ref(recall("console.show", isText));

const rank = { on_air: 0, ready: 1, closed: 2 } as const;
const time = (show: Show) => Date.parse(show.starts_at ?? show.created_at);

/** On air first, then what comes next, then what is over, latest first. */
export function inOrder(list: readonly Show[]): Show[] {
  return list.toSorted((a, b) => {
    if (a.state !== b.state) return rank[a.state] - rank[b.state];
    return a.state === "ready" ? time(a) - time(b) : time(b) - time(a);
  });
}

export const orderedShows = computed(() => inOrder(shows.value));

/** The show at hand: the chosen one while it is not over, else what is on air, else what comes next. */
export const currentShow = computed((): Show | null => {
  const chosen = shows.value.find((show) => show.id === chosenId.value);
  if (chosen && chosen.state !== "closed") return chosen;
  const first = orderedShows.value[0];
  return first && first.state !== "closed" ? first : (chosen ?? first ?? null);
});

export function chooseShow(id: string): void {
  chosenId.value = id;
  remember("console.show", id);
}

export async function loadShows(): Promise<void> {
  const page = await unwrap(api.GET("/api/v1/shows", { params: { query: { limit: 50 } } }));
  shows.value = page.items;
  showsKnown.value = true;
}

/** Takes in a show that changed, or a new one. */
export function putShow(show: Show): void {
  const at = shows.value.findIndex((other) => other.id === show.id);
  shows.value = at < 0 ? [show, ...shows.value] : shows.value.with(at, show);
}

/** Asks for a show anew, for all that an event does not tell; what is known stays when nothing answers. */
export async function refreshShow(id: string): Promise<void> {
  const { data } = await api.GET("/api/v1/shows/{show}", { params: { path: { show: id } } }).catch(() => ({ data: undefined }));
  if (data) putShow(data);
}

/** The page that viewers see; of an invited show the link that lets them in. */
export function viewerUrl(show: Pick<Show, "slug"> & { invite_path?: string | null }): string {
  return `${location.origin}${show.invite_path ?? `/s/${show.slug}`}`;
}
