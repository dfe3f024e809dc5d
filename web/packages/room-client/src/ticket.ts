import type { TakeTicket } from "./connection";
import type { Role } from "./protocol";

/** The server gave no ticket; `status` is HTTP's. */
export class TicketRefused extends Error {
  constructor(readonly status: number) {
    super(`no ticket: HTTP ${status}`);
  }
}

export interface HttpTicketOptions {
  /** Where Kaibo is, as in `https://shop.example`. */
  origin: string;
  /** The show's id or slug. */
  show: string;
  /** As whom to enter, for those who hold both a viewer's and a staff session. */
  role?: Role;
  /** Asked anew each time, as in `() => ({ authorization: "Bearer …" })`. */
  headers?: () => Record<string, string> | Promise<Record<string, string>>;
}

/** Takes tickets by HTTP. */
export function httpTicket({ origin, show, role, headers }: HttpTicketOptions): TakeTicket {
  const address = new URL(`/api/v1/rooms/${encodeURIComponent(show)}/tickets`, origin);
  return async (signal) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", ...(await headers?.()) },
      body: JSON.stringify({ role: role ?? null }),
      signal,
    });
    if (!answer.ok) throw new TicketRefused(answer.status);
    const { path } = (await answer.json()) as { path: string };
    return { path: new URL(path, origin).href };
  };
}
