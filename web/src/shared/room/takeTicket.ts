import type { Ticket } from "@kaibo/room-client";
import { ApiProblem, api, unwrap } from "../api/client";
import type { RoomOptions } from "./useRoom";

/** Takes a ticket as who one is now; when the server knows nobody by that session, as who one becomes `anew`. */
export async function takeTicket(
  show: string,
  { role, session, anew }: Pick<RoomOptions, "role" | "session" | "anew">,
  signal: AbortSignal,
): Promise<Ticket> {
  const body = { role: role ?? null };
  const take = () => unwrap(api.POST("/api/v1/rooms/{show}/tickets", { params: { path: { show } }, body, signal }));
  await session?.();
  try {
    return await take();
  } catch (error) {
    if (!anew || !(error instanceof ApiProblem) || error.status !== 401) throw error;
    await anew();
    return take();
  }
}
