import { api, unwrap } from "@shared/api/client";
import type { PublicShow } from "@shared/api/types";
import { heardOf } from "@shared/testStore";

let early: { show: string; answer: Promise<PublicShow> } | null = null;

async function fetchShow(show: string): Promise<PublicShow> {
  const answer = await unwrap(api.GET("/api/v1/shows/{show}/public", { params: { path: { show } } }));
  heardOf(answer.store);
  return answer;
}

/** Begins fetching a show before the page that wants it is there. */
export function beginShow(show: string): void {
  const answer = fetchShow(show);
  answer.catch(() => undefined); // whoever takes it handles it
  early = { show, answer };
}

/** The public side of a show; takes over a fetch that has begun. */
export function loadShow(show: string): Promise<PublicShow> {
  const begun = early?.show === show ? early.answer : null;
  early = null;
  return begun ?? fetchShow(show);
}
