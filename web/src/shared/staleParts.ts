/**
 * After an upgrade the parts of an older page are gone from the server. Whoever still has that page open goes on by
 * loading the next one anew, instead of pressing a link that does nothing.
 */
import { type Router, START_LOCATION } from "vue-router";

/** What browsers say, each in its own words, when a part cannot be fetched. */
const MISSING = /dynamically imported module|Importing a module script failed|Unable to preload/i;

export function loadAnewWhenPartsAreGone(router: Router): void {
  router.onError((error: unknown, to, from) => {
    // The page that has just been loaded would only be loaded again and again; without a network nothing would come.
    if (from === START_LOCATION || !navigator.onLine) return;
    if (error instanceof Error && MISSING.test(error.message)) location.assign(router.resolve(to.fullPath).href);
  });
}
