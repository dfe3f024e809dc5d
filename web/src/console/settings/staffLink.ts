/** A link that signs somebody in once, as it is shown to whoever made it. */
import { dateTime } from "@shared/format";

export interface LinkFor {
  name: string;
  url: string;
  until: string;
}

export const linkFor = (name: string, made: { path: string; expires_at: string }): LinkFor => ({
  name,
  url: `${location.origin}${made.path}`,
  until: made.expires_at,
});

export const linkUntil = (link: LinkFor): string => dateTime(link.until);
