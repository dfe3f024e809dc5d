import { api, unwrap } from "@shared/api/client";
import type { StreamStatus } from "@shared/api/types";
import { computed, ref, shallowRef } from "vue";
import { usePoll } from "../lib/poll";
import { adviseStream } from "./advice";
import { withSample } from "./history";

/** The show's stream, asked for every two seconds, with a few minutes of history. */
export function useStream(showId: string) {
  const status = shallowRef<StreamStatus | null>(null);
  /** The server did not answer the last time. */
  const silent = ref(false);
  const bitrate = shallowRef<readonly number[]>([]);
  const dropped = shallowRef<readonly number[]>([]);

  const ask = usePoll(async () => {
    try {
      const next = await unwrap(api.GET("/api/v1/shows/{show}/stream", { params: { path: { show: showId } } }));
      if (next.stream_id !== status.value?.stream_id) {
        bitrate.value = [];
        dropped.value = [];
      }
      status.value = next;
      silent.value = false;
      if (next.health) {
        bitrate.value = withSample(bitrate.value, next.health.video_kbps);
        dropped.value = withSample(dropped.value, next.health.dropped_frames);
      }
    } catch {
      silent.value = true;
    }
  }, 2000);

  const advice = computed(() =>
    status.value ? adviseStream(status.value, { bitrate: bitrate.value, dropped: dropped.value }) : [],
  );
  return { status, silent, bitrate, advice, ask };
}

export type Stream = ReturnType<typeof useStream>;
