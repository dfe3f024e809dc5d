/**
 * Where the picture is, as this page reaches it.
 *
 * Viewers reach one machine by different names, so a frame that all of them share says only port
 * and path (":8001/live/…"): the host is the page's own.
 */
export function pictureAddress(address: string | null, page: Location = location): string | null {
  return address?.startsWith(":") ? `${page.protocol}//${page.hostname}${address}` : address;
}
