/** The room that was left while its picture played: goes on small on the shop's other pages. */
import { shallowRef } from "vue";

export interface KeptRoom {
  show: string;
  title: string;
  hls: string;
  muted: boolean;
}

export const keptRoom = shallowRef<KeptRoom | null>(null);
