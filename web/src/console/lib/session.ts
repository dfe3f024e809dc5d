/** Who is signed in and for which store; one per page load. */
import { ApiProblem, api, settle, unwrap } from "@shared/api/client";
import type { Staff, Store } from "@shared/api/types";
import { loadStore } from "@shared/testStore";
import { shallowRef } from "vue";

export const staff = shallowRef<Staff | null>(null);
export const store = shallowRef<Store | null>(null);

/** "away": the server does not answer, so nobody knows. */
export type SessionState = "in" | "out" | "away";

let asking: Promise<SessionState> | null = null;

/** Asks the server who is signed in, unless that is known. Never throws. */
export function askSession(): Promise<SessionState> {
  if (staff.value) return Promise.resolve("in");
  asking ??= load().finally(() => (asking = null));
  return asking;
}

/** True when someone is signed in. */
export const ensureSession = async (): Promise<boolean> => (await askSession()) === "in";

async function load(): Promise<SessionState> {
  try {
    const [me, shop] = await Promise.all([unwrap(api.GET("/api/v1/staff/me")), loadStore()]);
    staff.value = me;
    store.value = shop;
    return "in";
  } catch (problem) {
    return problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500 ? "out" : "away";
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
