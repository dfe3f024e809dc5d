/**
 * Invitations to shows that are not public: the secret of the link, kept for this tab only and sent as a header, so
 * that it stays out of histories, logs and what others see of the address bar.
 */
const known = new Map<string, string>();
const place = (show: string) => `kaibo.invite.${show}`;

export function keepInvite(show: string, secret: string): void {
  known.set(show, secret);
  try {
    sessionStorage.setItem(place(show), secret);
  } catch {
    // It is known as long as the page lives.
  }
}

export function inviteOf(show: string): string | null {
  const here = known.get(show);
  if (here !== undefined) return here;
  try {
    return sessionStorage.getItem(place(show));
  } catch {
    return null;
  }
}

/** The invitation to the show that an address of the API is about, if there is one. */
export function inviteFor(url: string): string | null {
  const show = /\/api\/v1\/(?:shows|rooms)\/([^/?]+)\//.exec(url)?.[1];
  return show === undefined ? null : inviteOf(decodeURIComponent(show));
}
