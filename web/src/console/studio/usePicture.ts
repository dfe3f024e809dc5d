/** A show's picture, asked for every two seconds, with a few minutes of history for each of its inputs. */
import { computed, ref, shallowRef } from "vue";
import { type Input, type Picture, type Role, getPicture } from "../lib/mediaApi";
import { usePoll } from "../lib/poll";
import { withSample } from "../desk/history";
import { type InputHistory, adviseInput } from "./inputAdvice";

const EMPTY: InputHistory = { bitrate: [], dropped: [] };

export function usePicture(showId: string) {
  const picture = shallowRef<Picture | null>(null);
  /** The server did not answer the last time. */
  const silent = ref(false);
  const history = shallowRef<Record<Role, InputHistory>>({ main: EMPTY, backup: EMPTY });

  function sampled(role: Role, next: Picture): InputHistory {
    const input = inputOf(next, role);
    const before = picture.value ? inputOf(picture.value, role) : null;
    const { bitrate, dropped } = input?.stream_id === before?.stream_id ? history.value[role] : EMPTY;
    if (!input?.health) return { bitrate, dropped };
    return { bitrate: withSample(bitrate, input.health.video_kbps), dropped: withSample(dropped, input.health.dropped_frames) };
  }

  function take(next: Picture, isSample = false): void {
    if (isSample) history.value = { main: sampled("main", next), backup: sampled("backup", next) };
    picture.value = next;
  }

  const ask = usePoll(async () => {
    try {
      take(await getPicture(showId), true);
      silent.value = false;
    } catch {
      silent.value = true;
    }
  }, 2000);

  const inputs = computed(() =>
    (["main", "backup"] as const).map((role) => {
      const input = picture.value ? inputOf(picture.value, role) : null;
      const past = history.value[role];
      return { role, input, history: past, advice: input ? adviseInput(input, past) : [] };
    }),
  );
  return { picture, silent, inputs, take, ask };
}

export const inputOf = (picture: Picture, role: Role): Input | null => picture.inputs.find((input) => input.role === role) ?? null;

export type PictureState = ReturnType<typeof usePicture>;
export type InputState = PictureState["inputs"]["value"][number];
