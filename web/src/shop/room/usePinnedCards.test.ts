import type { ProductCard, RoomPin } from "@shared/api/types";
import { expect, it } from "vitest";
import { effectScope, nextTick, ref, shallowRef } from "vue";
import { usePinnedCards } from "./usePinnedCards";

const PRODUCTS = ["pot", "cup", "tea"].map((id) => ({ id }) as ProductCard);
const pin = (product_id: string, pinned_at: number): RoomPin => ({ product_id, pinned_at });

function holding(...first: RoomPin[]) {
  const pins = shallowRef<readonly RoomPin[]>(first);
  const onAir = ref(true);
  const cards = effectScope().run(() => usePinnedCards(pins, shallowRef(PRODUCTS), () => onAir.value))!;
  const hold = async (...now: RoomPin[]) => {
    pins.value = now;
    await nextTick();
  };
  const says = () => cards.shown.value && `${cards.shown.value.card.id} ${cards.place.value + 1}/${cards.count.value}`;
  return { ...cards, hold, says, onAir };
}

it("shows the newest of two, and the other a turn away, either way round", () => {
  const { says, turn, front } = holding(pin("pot", 1), pin("cup", 2));
  expect(says()).toBe("cup 1/2");
  const before = front.value;
  turn(1);
  expect(says()).toBe("pot 2/2");
  turn(1);
  expect(says()).toBe("cup 1/2");
  turn(-1);
  expect(says()).toBe("pot 2/2");
  // The card stays in its place, and with it the keyboard.
  expect(front.value).toBe(before);
});

it("comes back to what the host holds up anew, and stays when another is taken away", async () => {
  const { says, turn, hold } = holding(pin("pot", 1), pin("cup", 2));
  turn(1);
  await hold(pin("cup", 2), pin("pot", 1));
  expect(says()).toBe("pot 2/2");
  await hold(pin("cup", 2), pin("tea", 3));
  expect(says()).toBe("tea 1/2");
  turn(1);
  await hold(pin("cup", 2));
  expect(says()).toBe("cup 1/1");
});

it("leaves the viewer at the card they turned to when the newest is taken down", async () => {
  const { says, turn, hold, front } = holding(pin("pot", 1), pin("cup", 2), pin("tea", 3));
  const before = front.value;
  turn(-1);
  expect(says()).toBe("pot 3/3");
  await hold(pin("pot", 1), pin("cup", 2));
  expect(says()).toBe("pot 2/2");
  expect(front.value).toBe(before);
  await hold(pin("pot", 1), pin("cup", 2), pin("tea", 4));
  expect(says()).toBe("tea 1/3");
  expect(front.value).not.toBe(before);
});

it("hides the one that is shown, until it is held up again", async () => {
  const { says, hide, hold, newest, front } = holding(pin("pot", 1), pin("cup", 2));
  const before = front.value;
  hide();
  expect(says()).toBe("pot 1/1");
  expect(front.value).toBe(before);
  hide();
  expect(says()).toBeNull();
  expect(newest.value?.id).toBe("cup");
  await hold(pin("pot", 1), pin("cup", 5));
  expect(says()).toBe("cup 1/1");
});

it("shows nothing off air, nor what is not in the tray", () => {
  const { says, onAir } = holding(pin("gone", 3), pin("pot", 1));
  expect(says()).toBe("pot 1/1");
  onAir.value = false;
  expect(says()).toBeNull();
});
