import { api, unwrap } from "@shared/api/client";
import type { components } from "@shared/api/schema";
import { shallowRef, ref } from "vue";
import { usePoll } from "../lib/poll";
import { type Point, joined } from "./history";

type Schemas = components["schemas"];
export type Chain = Schemas["Chain"];
export type StageReport = Schemas["StageReport"];
export type StageName = Schemas["Stage"];
export type Params = Schemas["Finding"]["params"];

/** The show's chain, asked for every two seconds; of the history only what is new. */
export function useChain(showId: string) {
  const chain = shallowRef<Chain | null>(null);
  const points = shallowRef<readonly Point[]>([]);
  const problem = shallowRef<unknown>(null);
  /** The server did not answer the last time. */
  const silent = ref(false);

  const ask = usePoll(async () => {
    const last = points.value.at(-1);
    const query = last ? { after: new Date(last.at).toISOString() } : {};
    try {
      const next = await unwrap(api.GET("/api/v1/shows/{show}/chain", { params: { path: { show: showId }, query } }));
      chain.value = next;
      points.value = joined(points.value, next.history);
      problem.value = null;
      silent.value = false;
    } catch (error) {
      problem.value = error;
      silent.value = true;
    }
  }, 2000);

  return { chain, points, problem, silent, ask };
}
