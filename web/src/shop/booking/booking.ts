/** Booking a show to come, and the file for the calendar. */
import { api, unwrap } from "@shared/api/client";
import { inviteOf } from "@shared/api/invite";
import type { Booking } from "@shared/api/types";
import { ensureViewer } from "../viewer";

export async function setBooking(show: string, booked: boolean): Promise<Booking> {
  await ensureViewer();
  const at = { params: { path: { show } } };
  return booked
    ? unwrap(api.PUT("/api/v1/shows/{show}/booking", at))
    : unwrap(api.DELETE("/api/v1/shows/{show}/booking", at));
}

/** How whoever has booked is reminded; a guest is not, and nobody is where the shop sends no mail. */
export type Reminder = "mail" | "sign_in" | "none";

export async function reminderBy(): Promise<Reminder> {
  const account = await unwrap(api.GET("/api/v1/viewers/me/account"));
  if (account.mail === "none") return "none";
  return account.email ? "mail" : "sign_in";
}

/** The address of the calendar file; a plain link carries no header, so an invitation goes along. */
export function calendarUrl(show: string): string {
  const invite = inviteOf(show);
  const query = invite === null ? "" : `?invite=${encodeURIComponent(invite)}`;
  return `/api/v1/shows/${encodeURIComponent(show)}/calendar.ics${query}`;
}
