/** Short names for the schemas of the API; the generated file stays the only definition. */
import type * as frames from "@kaibo/room-client";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Store = Schemas["Store"];
export type Staff = Schemas["Staff"];
export type AuditLine = Schemas["AuditLine"];
export type AuditThing = Schemas["Thing"];
export type FoundBuyer = Schemas["FoundBuyer"];
export type Removal = Schemas["Removal"];
export type Noticed = Schemas["Noticed"];
export type Retention = Schemas["Retention"];
export type Keeping = Schemas["Keeping"];
export type RetentionRule = Keeping["rule"];
export type SessionInfo = Schemas["SessionInfo"];
export type SystemState = Schemas["SystemState"];
export type StaffSession = Schemas["StaffSession"];
export type Viewer = Schemas["Viewer"];
export type Account = Schemas["Account"];
export type Device = Schemas["Device"];
export type Product = Schemas["Product"];
export type ProductImport = Schemas["ProductImport"];
export type RowProblem = Schemas["RowProblem"];
export type ProductCard = Schemas["ProductCard"];
export type Pin = Schemas["Pin"];
export type Show = Schemas["Show"];
export type ShowState = Show["state"];
export type ShowCard = Schemas["ShowCard"];
export type Booking = Schemas["Booking"];
export type Lobby = Schemas["Lobby"];
export type LobbyShow = Schemas["LobbyShow"];
export type PublicShow = Schemas["PublicShow"];
/** `whep_url` is null or absent where the sub-second path is not offered. */
export type Playback = Omit<Schemas["Playback"], "whep_url"> & { whep_url?: string | null };
export type StreamKey = Schemas["StreamKey"];
/** A pin as frames carry it: in milliseconds since the epoch, where HTTP has a text. */
export type RoomPin = frames.Pin;
/** A flash deal as frames carry it; times in milliseconds since the epoch, by the server's clock. */
export type RoomDeal = frames.Deal;
/** What a newcomer to a room is greeted with; travels in frames, so it is not in the schema. */
export type RoomSnapshot = Omit<frames.RoomSnapshot, "products"> & { products: ProductCard[] };
export type VariantCard = Schemas["VariantCard"];
export type ProductPage = Schemas["ProductPage"];
export type CartItem = Schemas["CartItem"];
export type FoundOrder = Schemas["FoundOrder"];
export type Order = Schemas["Order"];
export type OrderLine = Schemas["OrderLine"];
export type OrderRequest = Schemas["OrderInput"];
export type Address = Schemas["Address"];
export type Contact = Schemas["Contact"];
export type Parcel = Schemas["Parcel"];
export type Queue = Schemas["Queue"];
export type Mail = Schemas["Mail"];
export type MailKind = Mail["kind"];
export type MailPreview = Schemas["MailPreview"];
export type MailSetup = Schemas["MailSetup"];
export type DeadLetter = Schemas["DeadLetter"];
export type SandboxCheckout = Schemas["SandboxCheckout"];
export type SandboxControls = Schemas["SandboxControls"];
export type SandboxAct = Schemas["SandboxAct"];
export type SandboxWebhook = Schemas["SandboxWebhook"];
