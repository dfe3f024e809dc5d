/** What waits for somebody: paid orders that have not left yet. */
import { api, unwrap } from "@shared/api/client";
import { ref } from "vue";

const MANY = 100;

/** Orders to ship; `MANY` means as many or more. */
export const toShip = ref(0);

export async function countToShip(): Promise<void> {
  const query = { state: ["paid" as const], limit: MANY };
  toShip.value = (await unwrap(api.GET("/api/v1/orders", { params: { query } }))).items.length;
}

export const toShipText = (): string | undefined =>
  toShip.value === 0 ? undefined : toShip.value >= MANY ? `${MANY - 1}+` : String(toShip.value);
