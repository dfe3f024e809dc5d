/** What waits for somebody: paid orders that have not left yet. */
import { api, unwrap } from "@shared/api/client";
import { ref } from "vue";

const MANY = 100;

/** Orders to ship; `MANY` means as many or more. */
export const toShip = ref(0);

export async function countToShip(): Promise<void> {
  toShip.value = await waiting();
}

/** How many of them wait; of one show, when told. */
export async function waiting(show?: string): Promise<number> {
  const query = { state: ["paid" as const], limit: MANY, ...(show ? { show } : {}) };
  return (await unwrap(api.GET("/api/v1/orders", { params: { query } }))).items.length;
}

export const toShipText = (count = toShip.value): string | undefined =>
  count === 0 ? undefined : count >= MANY ? `${MANY - 1}+` : String(count);
