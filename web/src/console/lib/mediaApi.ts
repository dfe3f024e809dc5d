/** What the console asks about pictures, recordings and clips. */
import { api, idempotent, settle, unwrap } from "@shared/api/client";
import type { components } from "@shared/api/schema";

type Schemas = components["schemas"];

export type Picture = Schemas["Picture"];
export type StreamKey = Schemas["StreamKey"];
export type Role = StreamKey["role"];
export type Source = NonNullable<Picture["program"]["source"]>;
export type Refusal = Schemas["Refusal"];
export type Input = Picture["inputs"][number];
export type ReplayDesk = Schemas["ReplayDesk"];
export type Chapter = Schemas["Chapter"];
export type AttentionPoint = Schemas["AttentionPoint"];
export type Recording = Schemas["Recording"];
export type DeskCaptions = Schemas["DeskCaptions"];
export type Clip = Schemas["Clip"];
export type ClipOrder = Schemas["ClipInput"];
export type Storage = Schemas["Storage"];

const path = (show: string) => ({ params: { path: { show } } });

export const getPicture = (show: string) => unwrap(api.GET("/api/v1/shows/{show}/picture", path(show)));

export const setSource = (show: string, body: Schemas["SourceChoice"]) =>
  unwrap(api.PUT("/api/v1/shows/{show}/picture/source", { ...path(show), body }));

export const setServer = (show: string, server_id: string) =>
  unwrap(api.PUT("/api/v1/shows/{show}/picture/server", { ...path(show), body: { server_id } }));

export const getStreamKeys = (show: string) => unwrap(api.GET("/api/v1/shows/{show}/stream-keys", path(show)));

export const rotateStreamKey = (show: string, role: Role) =>
  unwrap(api.POST("/api/v1/shows/{show}/stream-keys/{role}/rotate", { params: { path: { show, role } }, headers: idempotent() }));

export const getReplay = (show: string) => unwrap(api.GET("/api/v1/shows/{show}/replay", path(show)));

export const setPublished = (show: string, published: boolean) =>
  unwrap(api.PUT("/api/v1/shows/{show}/replay", { ...path(show), body: { published } }));

export const getClips = async (show: string) => (await unwrap(api.GET("/api/v1/shows/{show}/clips", path(show)))).items;

export const orderClip = (show: string, body: ClipOrder) =>
  unwrap(api.POST("/api/v1/shows/{show}/clips", { ...path(show), body, headers: idempotent() }));

export const orderWhole = (show: string) =>
  unwrap(api.POST("/api/v1/shows/{show}/replay/export", { ...path(show), headers: idempotent() }));

export const changeClip = (clip_id: string, body: Schemas["ClipChanges"]) =>
  unwrap(api.PATCH("/api/v1/clips/{clip_id}", { params: { path: { clip_id } }, body }));

export const deleteClip = (clip_id: string) => settle(api.DELETE("/api/v1/clips/{clip_id}", { params: { path: { clip_id } } }));

export const deleteRecording = (recording_id: string) =>
  settle(api.DELETE("/api/v1/recordings/{recording_id}", { params: { path: { recording_id } } }));

export const getStorage = () => unwrap(api.GET("/api/v1/recordings/storage"));
