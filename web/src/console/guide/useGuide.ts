/** Looks how far the way to the first show has been gone, as long as somebody looks. */
import { api } from "@shared/api/client";
import { isFlag, recall, remember } from "@shared/storage";
import { type ComputedRef, type Ref, computed, ref } from "vue";
import { usePoll } from "../lib/poll";
import { can, store } from "../lib/session";
import { currentShow, shows, showsKnown } from "../lib/shows";
import { STATES, isPaid } from "../orders/states";
import { type Step, nextStep, stepsOf } from "./steps";

const products = ref<number | null>(null);
const orders = ref<number | null>(null);
const picture = ref(false);
/** Put away on this device; the palette still finds it. */
export const guideHidden = ref(recall("console.guide_hidden", isFlag) ?? false);

export function hideGuide(hidden: boolean): void {
  guideHidden.value = hidden;
  remember("console.guide_hidden", hidden);
}

export interface Guide {
  /** Enough is known to say what is done. */
  known: Ref<boolean>;
  steps: ComputedRef<Step[]>;
  next: ComputedRef<Step | undefined>;
  done: ComputedRef<number>;
}

/** Nothing is asked for while nobody `wants` to know. */
export function useGuide(wants: () => boolean = () => true): Guide {
  const known = computed(() => showsKnown.value && products.value !== null && (orders.value !== null || !can("orders:read")));
  const steps = computed(() => stepsOf({ store: store.value, products: products.value, shows: shows.value, picture: picture.value, orders: orders.value }));
  usePoll(async () => {
    if (wants()) await look();
  }, 10_000);
  return { known, steps, next: computed(() => nextStep(steps.value)), done: computed(() => steps.value.filter((step) => step.done).length) };
}

async function look(): Promise<void> {
  const show = currentShow.value;
  const ask: Promise<void>[] = [];
  // What is there once is done for good.
  if (!products.value) ask.push(askProducts());
  if (can("orders:read") && !orders.value) ask.push(askOrders());
  if (show && can("streams:read") && !picture.value) ask.push(askPicture(show.id));
  await Promise.all(ask);
}

const quiet = () => ({ data: undefined });

async function askProducts(): Promise<void> {
  const { data } = await api.GET("/api/v1/products", { params: { query: { limit: 1 } } }).catch(quiet);
  if (data) products.value = data.items.length;
}

async function askOrders(): Promise<void> {
  const { data } = await api.GET("/api/v1/orders", { params: { query: { limit: 1, state: STATES.filter(isPaid) } } }).catch(quiet);
  if (data) orders.value = data.items.length;
}

async function askPicture(id: string): Promise<void> {
  const { data } = await api.GET("/api/v1/shows/{show}/picture", { params: { path: { show: id } } }).catch(quiet);
  if (data) picture.value = data.inputs.some((input) => input.video !== null && input.video !== undefined);
}
