/** Who the viewer is: a guest by cookie, made on the first visit; the name can be changed at any time. */
import { ApiProblem, api, unwrap } from "@shared/api/client";
import type { Viewer } from "@shared/api/types";
import { forget, isFlag, isText, recall, remember } from "@shared/storage";
import { computed, ref, shallowRef, watch } from "vue";

export const viewer = shallowRef<Viewer | null>(null);
/** Whether this page has already said under which name the viewer speaks. */
export const nameMentioned = ref(false);

/**
 * The viewer's own picture. Pages that need not know who the viewer is show what this browser has seen last, rather than
 * to ask at every visit.
 */
const seen = ref(recall("face", isText));
export const face = computed(() => (viewer.value ? (viewer.value.avatar_url ?? null) : seen.value));
watch(
  viewer,
  (now) => {
    seen.value = now?.avatar_url ?? null;
    if (seen.value) remember("face", seen.value);
    else forget("face");
  },
  { flush: "sync" },
);

let pending: Promise<Viewer> | null = null;

/** Whether this browser has been here, as far as it can tell: without storage it might have. */
function mayBeKnown(): boolean {
  const known = recall("visited", isFlag) ?? false;
  remember("visited", true);
  return known || recall("visited", isFlag) !== true;
}

async function enter(): Promise<Viewer> {
  try {
    // A newcomer need not ask who they are, only to be told that nobody knows them.
    if (!mayBeKnown()) return await newcomer();
    return await unwrap(api.GET("/api/v1/viewers/me"));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    return newcomer();
  }
}

async function newcomer(): Promise<Viewer> {
  return (await unwrap(api.POST("/api/v1/viewers", { body: {} }))).viewer;
}

/** Makes sure that there is a viewer; many callers share one attempt, and a failed one is tried anew. */
export function ensureViewer(): Promise<Viewer> {
  pending ??= enter().then(
    (value) => (viewer.value = value),
    (error: unknown) => {
      pending = null;
      throw error;
    },
  );
  return pending;
}

export async function rename(name: string): Promise<void> {
  await ensureViewer();
  viewer.value = await unwrap(api.PATCH("/api/v1/viewers/me", { body: { display_name: name } }));
}

/** Takes over who the viewer is now: after signing in, or when the account changed. */
export function adopt(now: Viewer): void {
  viewer.value = now;
  pending = Promise.resolve(now);
}

/** Forgets who the viewer was, after signing out: the next that asks is a new guest. */
export function leave(): void {
  viewer.value = null;
  pending = null;
  nameMentioned.value = false;
}

/** Comes as whom the server knows now, a new guest if nobody: the old session is no more. */
export function comeAnew(): Promise<Viewer> {
  leave();
  return ensureViewer();
}
