/** Who is signed in and for which store; one per page load. */
import { ApiProblem, api, settle, unwrap } from "@shared/api/client";
import type { Staff, Store } from "@shared/api/types";
import { shallowRef } from "vue";

export const staff = shallowRef<Staff | null>(null);
export const store = shallowRef<Store | null>(null);

let asking: Promise<boolean> | null = null;

/** True when someone is signed in; asks the server once. Throws nothing: without an answer the page still opens. */
export function ensureSession(): Promise<boolean> {
  if (staff.value) return Promise.resolve(true);
  asking ??= load().finally(() => (asking = null));
  return asking;
}

async function load(): Promise<boolean> {
  try {
    const [me, shop] = await Promise.all([unwrap(api.GET("/api/v1/staff/me")), unwrap(api.GET("/api/v1/store"))]);
    staff.value = me;
    store.value = shop;
    return true;
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return false;
    // The server is away: the sign-in page says so better than an empty console.
    return false;
  }
}

/** Whether the signed-in person may do what a scope names, such as "orders:ship". */
export const can = (scope: string): boolean => staff.value?.scopes.includes(scope) ?? false;

export const currency = (): string => store.value?.currency ?? "CNY";

export async function signOut(): Promise<void> {
  await settle(api.DELETE("/api/v1/staff/sessions/current"));
  staff.value = null;
}

/** Calls `lost` when the server no longer knows the session in the middle of work. */
export function watchForSignOut(lost: () => void): void {
  api.use({
    onResponse({ response }) {
      if (response.status !== 401 || !staff.value) return undefined;
      staff.value = null;
      lost();
      return undefined;
    },
  });
}
