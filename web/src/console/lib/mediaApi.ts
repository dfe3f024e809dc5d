/** What the console asks about pictures, recordings and clips. */
import { api, idempotent, settle, unwrap } from "@shared/api/client";
import type { components } from "@shared/api/schema";

type Schemas = components["schemas"];

// Until the schema carries these routes they are typed here.
interface Loose {
  data?: unknown;
}
type Ask = (path: string, init?: object) => Promise<Loose>;
const loose = api as unknown as Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Ask>;
const answer = <T>(asked: Promise<Loose>): Promise<T> => unwrap(asked) as Promise<T>;

export type Picture = Schemas["Picture"];
export type StreamKey = Schemas["StreamKey"];
export type Role = StreamKey["role"];
export type Source = NonNullable<Picture["program"]["source"]>;
export type Refusal = Schemas["Refusal"];
/** As the server sends it, with every field. */
export type Input = Picture["inputs"][number];
export interface Chapter {
  at_ms: number;
  end_ms: number | null;
  product_id: string;
  title: string;
  picture_url: string | null;
}
export interface AttentionPoint {
  at_ms: number;
  watching: number;
  danmaku: number;
  likes: number;
  orders: number;
}
export interface Recording {
  id: string;
  role: Role;
  state: "recording" | "complete" | "recovered" | "failed" | "deleted";
  started_at: string | null;
  ended_at: string | null;
  duration_ms: number;
  bytes: number;
  problem?: string | null;
  deletion_cause?: "staff" | "retention" | "quota" | null;
}
export interface ReplayDesk {
  duration_ms: number;
  bytes: number;
  published: boolean;
  ready: boolean;
  playlist_url: string | null;
  starts_at: string | null;
  segments: number[];
  chapters: Chapter[];
  attention: { step_ms: number; points: AttentionPoint[] };
  recordings: Recording[];
}
export interface Clip {
  id: string;
  show_id: string;
  kind: "clip" | "whole";
  title: string;
  in_ms: number;
  out_ms: number;
  duration_ms: number;
  state: "queued" | "cutting" | "done" | "failed";
  progress: number;
  url: string | null;
  /** As `url`, but browsers save it under the clip's title. */
  download_url?: string | null;
  cover_url: string | null;
  bytes: number | null;
  error_code: string | null;
  created_at: string;
}
export interface Storage {
  bytes: number;
  quota_bytes: number | null;
  free_bytes: number;
  state: "ok" | "low" | "full";
  retention_days: number | null;
}

const path = (show: string) => ({ params: { path: { show } } });

export const getPicture = (show: string) => unwrap(api.GET("/api/v1/shows/{show}/picture", path(show)));

export const setSource = (show: string, body: { kind: "auto" | "backup" | "outside"; url?: string }) =>
  unwrap(api.PUT("/api/v1/shows/{show}/picture/source", { ...path(show), body }));

export const setServer = (show: string, server_id: string) =>
  unwrap(api.PUT("/api/v1/shows/{show}/picture/server", { ...path(show), body: { server_id } }));

export const getStreamKeys = (show: string) => unwrap(api.GET("/api/v1/shows/{show}/stream-keys", path(show)));

export const rotateStreamKey = (show: string, role: Role) =>
  unwrap(api.POST("/api/v1/shows/{show}/stream-keys/{role}/rotate", { params: { path: { show, role } }, headers: idempotent() }));

export const getReplay = (show: string) => answer<ReplayDesk>(loose.GET("/api/v1/shows/{show}/replay", path(show)));

export const setPublished = (show: string, published: boolean) =>
  answer<ReplayDesk>(loose.PUT("/api/v1/shows/{show}/replay", { ...path(show), body: { published } }));

export const getClips = async (show: string) =>
  (await answer<{ items: Clip[] }>(loose.GET("/api/v1/shows/{show}/clips", path(show)))).items;

export interface ClipOrder {
  title: string;
  in_ms: number;
  out_ms: number;
  cover_at_ms?: number;
}
export const orderClip = (show: string, body: ClipOrder) =>
  answer<Clip>(loose.POST("/api/v1/shows/{show}/clips", { ...path(show), body, headers: idempotent() }));

export const orderWhole = (show: string) =>
  answer<Clip>(loose.POST("/api/v1/shows/{show}/replay/export", { ...path(show), headers: idempotent() }));

export const changeClip = (clip: string, body: { title?: string; cover_at_ms?: number }) =>
  answer<Clip>(loose.PATCH("/api/v1/clips/{clip_id}", { params: { path: { clip_id: clip } }, body }));

export const deleteClip = (clip: string) => settle(loose.DELETE("/api/v1/clips/{clip_id}", { params: { path: { clip_id: clip } } }));

export const deleteRecording = (recording: string) =>
  settle(loose.DELETE("/api/v1/recordings/{recording_id}", { params: { path: { recording_id: recording } } }));

export const getStorage = () => answer<Storage>(loose.GET("/api/v1/recordings/storage"));
