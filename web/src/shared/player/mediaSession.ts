/** What the device shows of a picture outside the page: on its lock screen, on headphones' keys, in its media panel. */
import { onScopeDispose, watchEffect } from "vue";

export interface Playing {
  title: string;
  artist: string;
  picture: string | null;
  state: "none" | "paused" | "playing";
}

export type Handlers = Partial<Record<MediaSessionAction, MediaSessionActionHandler>>;

export function useMediaSession(playing: () => Playing | null, handlers: Handlers): void {
  if (!("mediaSession" in navigator)) return;
  const session = navigator.mediaSession;
  const actions = Object.keys(handlers) as MediaSessionAction[];

  function listen(action: MediaSessionAction, handler: MediaSessionActionHandler | null): void {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // A browser need not know every action.
    }
  }

  watchEffect(() => {
    const now = playing();
    session.metadata = now
      ? new MediaMetadata({
          title: now.title,
          artist: now.artist,
          artwork: now.picture ? [{ src: new URL(now.picture, location.href).href }] : [],
        })
      : null;
    session.playbackState = now?.state ?? "none";
  });
  for (const action of actions) listen(action, handlers[action] ?? null);
  onScopeDispose(() => {
    session.metadata = null;
    session.playbackState = "none";
    for (const action of actions) listen(action, null);
  });
}
