import type { RoomEvent } from "@kaibo/room-client";
import { ApiProblem } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Playback, ProductCard, PublicShow, RoomPin, RoomSnapshot } from "@shared/api/types";
import { useRoom } from "@shared/room/useRoom";
import { toast } from "@shared/ui";
import { computed, ref, shallowRef, watch } from "vue";
import { useI18n } from "vue-i18n";
import { provideOffers } from "../offer/useOffers";
import { usePinnedCards } from "./usePinnedCards";
import { usePinsInStep } from "./usePinsInStep";
import { loadShow } from "../show";
import { comeAnew, ensureViewer } from "../viewer";

/** What the page shows: before the show, its picture, a picture that is away, or the end. */
export type Stage = "ready" | "live" | "away" | "closed";

export interface Purchase {
  id: number;
  buyer: string;
  title: string;
  quantity: number;
}

/** The show as first fetched, brought up to date by the room as soon as that is joined. */
export function useLiveRoom(
  show: string,
  giveBack: (text: string) => void,
  /** Whether the picture plays now. */
  watching: () => boolean,
) {
  const { t } = useI18n();
  const page = shallowRef<PublicShow | null>(null);
  const missing = ref(false);
  const trouble = ref("");
  const purchase = shallowRef<Purchase | null>(null);
  let purchases = 0;

  function onEvent(event: RoomEvent): void {
    if (event.k !== "order") return;
    const card = products.value.find((item) => item.id === event.product_id);
    purchases += 1;
    purchase.value = { id: purchases, buyer: event.buyer, title: card?.title ?? "", quantity: event.quantity };
  }

  const room = useRoom(show, {
    keep: 120,
    role: "viewer",
    session: ensureViewer,
    anew: comeAnew,
    onEvent,
    watching,
    onRefused: (message, text) => {
      toast(message, { kind: "warn" });
      giveBack(text);
    },
    onUnsent: (text) => {
      toast(t("room.not_sent", { text }), { kind: "warn" });
      giveBack(text);
    },
  });

  // Watch time begins with the picture, not with the next turn to speak.
  watch(watching, (now) => now && room.ping());

  const live = computed<RoomSnapshot | null>(() => room.snapshot.value);
  const products = computed<readonly ProductCard[]>(() => live.value?.products ?? page.value?.products ?? []);
  const pinsNow = computed<readonly RoomPin[]>(
    () =>
      live.value?.pins ??
      (page.value?.pins ?? []).map((pin) => ({ product_id: pin.product_id, pinned_at: Date.parse(pin.pinned_at) })),
  );
  const { pins, follow: followPins } = usePinsInStep(pinsNow, room.now);
  let pictureTime: () => number | null = () => null;
  const offers = provideOffers(room.snapshot, room.now, () => pictureTime());

  /** Says how old the moving picture is, in milliseconds since the epoch, or null without one. */
  function follow(time: () => number | null): void {
    pictureTime = time;
    followPins(time);
  }
  const playback = computed<Playback>(
    () => live.value?.playback ?? page.value?.playback ?? { state: "offline", hls_url: null },
  );
  const state = computed(() => live.value?.show.state ?? page.value?.state ?? null);
  const stage = computed<Stage | null>(() => {
    if (state.value === null) return null;
    if (state.value === "closed") return "closed";
    if (state.value === "ready") return "ready";
    return playback.value.state === "live" ? "live" : "away";
  });
  const pinned = usePinnedCards(pins, products, () => state.value === "on_air");

  async function load(): Promise<void> {
    trouble.value = "";
    try {
      page.value = await loadShow(show);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) missing.value = true;
      else trouble.value = explain(error);
    }
  }
  void load();
  // What can be joined again can be fetched again.
  watch(room.link, (now) => now === "joined" && trouble.value && void load());

  return { ...room, page, missing, trouble, purchase, products, pins, playback, state, stage, pinned, offers, load, follow };
}

export type LiveRoom = ReturnType<typeof useLiveRoom>;
