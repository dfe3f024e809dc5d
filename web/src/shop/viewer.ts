/** Who the viewer is: a guest by cookie, made on the first visit; the name can be changed at any time. */
import { ApiProblem, api, unwrap } from "@shared/api/client";
import type { Viewer } from "@shared/api/types";
import { ref, shallowRef } from "vue";

export const viewer = shallowRef<Viewer | null>(null);
/** Whether this page has already said under which name the viewer speaks. */
export const nameMentioned = ref(false);

let pending: Promise<Viewer> | null = null;

async function enter(): Promise<Viewer> {
  try {
    return await unwrap(api.GET("/api/v1/viewers/me"));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    const session = await unwrap(api.POST("/api/v1/viewers", { body: {} }));
    return session.viewer;
  }
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
