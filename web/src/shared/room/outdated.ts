/** A page that is older than its server: it cannot talk to the room any more, but the server has a newer one. */

const KEY = "kaibo.reloaded-at";
/** Milliseconds; a newer page that is outdated as well must not reload without end. */
const NOT_AGAIN_WITHIN = 60_000;

export function reloadOnce(): void {
  try {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < NOT_AGAIN_WITHIN) return;
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    return;
  }
  location.reload();
}
