/**
 * What the crew does about the talk: hide a line, hold one up, mute a person. Each can be undone for ten seconds by one
 * press, and taken back at the line for as long as it holds.
 */
import { api, settle, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { RoomSnapshot } from "@shared/api/types";
import { toast } from "@shared/ui";
import type { Danmaku } from "@kaibo/room-client";
import { type Ref, computed, onScopeDispose, shallowRef } from "vue";
import { useI18n } from "vue-i18n";
import { usePoll } from "../lib/poll";
import { can } from "../lib/session";

/** Milliseconds in which an act can be taken back by one press. */
export const UNDO_WITHIN = 10_000;
/** How often to look who is muted, as others of the crew mute too; milliseconds. */
const LOOK_EVERY = 30_000;

export function useModeration(show: string, snapshot: Ref<RoomSnapshot | null>) {
  const { t } = useI18n();
  const path = { show };
  const hidden = computed(() => new Set(snapshot.value?.hidden));
  const announcement = computed(() => snapshot.value?.announcement ?? null);
  /** Until when a viewer may not speak, in milliseconds since the epoch; `Infinity` is to the end of the show. */
  const mutes = shallowRef<ReadonlyMap<string, number>>(new Map());
  const lookAtMutes = usePoll(async () => {
    if (!can("rooms:talk")) return;
    const now = await unwrap(api.GET("/api/v1/rooms/{show}/moderation", { params: { path } }));
    mutes.value = new Map(now.mutes.map((mute) => [mute.viewer_id, mute.until === null ? Infinity : Date.parse(mute.until)]));
  }, LOOK_EVERY);
  const mutedUntil = (viewer: string): number => {
    const until = mutes.value.get(viewer) ?? 0;
    return until > Date.now() ? until : 0;
  };
  /** Takes the last act back, while it can be. */
  const undo = shallowRef<(() => void) | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let close: (() => void) | undefined;
  onScopeDispose(() => clearTimeout(timer));

  async function act(doIt: () => Promise<unknown>, told: string, back: (() => Promise<unknown>) | null): Promise<void> {
    try {
      await doIt();
    } catch (problem) {
      toast(explain(problem), { kind: "bad" });
      return;
    }
    clearTimeout(timer);
    undo.value = back && (() => void takeBack(back));
    timer = setTimeout(() => (undo.value = null), UNDO_WITHIN);
    close?.();
    close = toast(told, back ? { action: { label: t("moderate.undo"), run: () => void takeBack(back) }, for: UNDO_WITHIN } : {});
  }
  async function takeBack(back: () => Promise<unknown>): Promise<void> {
    undo.value = null;
    close?.();
    try {
      await back();
      toast(t("moderate.undone"));
    } catch (problem) {
      toast(explain(problem), { kind: "bad" });
    }
  }

  const line = (id: string) => ({ params: { path: { ...path, danmaku_id: id } } });
  const putHidden = (id: string) => settle(api.PUT("/api/v1/rooms/{show}/hidden-lines/{danmaku_id}", line(id)));
  const putBack = (id: string) => settle(api.DELETE("/api/v1/rooms/{show}/hidden-lines/{danmaku_id}", line(id)));
  const hold = (id: string) => settle(api.PUT("/api/v1/rooms/{show}/announcement", { params: { path }, body: { danmaku_id: id } }));
  const takeDown = () => settle(api.DELETE("/api/v1/rooms/{show}/announcement", { params: { path } }));
  /** What the server answered counts at once: the next act may be taken back to it. */
  function noteMute(viewer: string, until: number): void {
    mutes.value = new Map(mutes.value).set(viewer, until);
  }
  /** Reads them again however it went: an answer may be lost on its way back. */
  const thenLook = (done: Promise<void>): Promise<void> => done.finally(lookAtMutes);
  async function silence(viewer: string, how: { minutes?: 5; until?: string }): Promise<void> {
    const mute = await unwrap(api.PUT("/api/v1/rooms/{show}/mutes/{viewer_id}", { params: { path: { ...path, viewer_id: viewer } }, body: how }));
    noteMute(viewer, mute.until === null ? Infinity : Date.parse(mute.until));
  }
  async function unsilence(viewer: string): Promise<void> {
    await settle(api.DELETE("/api/v1/rooms/{show}/mutes/{viewer_id}", { params: { path: { ...path, viewer_id: viewer } } }));
    noteMute(viewer, 0);
  }
  /** What brings back how it was before. */
  const asBefore = (viewer: string): (() => Promise<unknown>) => {
    const until = mutedUntil(viewer);
    if (until === Infinity) return () => thenLook(silence(viewer, {}));
    // Five minutes that have run out meanwhile are over.
    return () => thenLook(until > Date.now() ? silence(viewer, { until: new Date(until).toISOString() }) : unsilence(viewer));
  };

  return {
    announcement,
    undo,
    isHidden: (id: string) => hidden.value.has(id),
    isPinned: (id: string) => announcement.value?.id === id,
    toggleHidden: ({ id, name }: Danmaku) =>
      hidden.value.has(id)
        ? void act(() => putBack(id), t("moderate.restored", { name }), () => putHidden(id))
        : void act(() => putHidden(id), t("moderate.hid", { name }), () => putBack(id)),
    togglePinned({ id }: Danmaku): void {
      const before = announcement.value?.id ?? null;
      if (before === id) void act(takeDown, t("moderate.unpinned"), () => hold(id));
      else void act(() => hold(id), t("moderate.pinned"), () => (before === null ? takeDown() : hold(before)));
    },
    takeDown(): void {
      const before = announcement.value?.id;
      if (before) void act(takeDown, t("moderate.unpinned"), () => hold(before));
    },
    /** For five minutes, or (null) to the end of the show. */
    mute: ({ viewer_id, name }: Danmaku, minutes: 5 | null) =>
      void act(() => thenLook(silence(viewer_id, minutes ? { minutes } : {})), t(minutes ? "moderate.muted_5" : "moderate.muted_show", { name }), asBefore(viewer_id)),
    isMuted: (viewer: string) => mutedUntil(viewer) > 0,
    unmute: ({ viewer_id, name }: Danmaku) =>
      void act(() => thenLook(unsilence(viewer_id)), t("moderate.unmuted", { name }), asBefore(viewer_id)),
  };
}

export type Moderation = ReturnType<typeof useModeration>;
