/**
 * The client of a Kaibo live room: one socket, one state, no framework.
 *
 *     const room = new RoomClient({ ticket: httpTicket({ origin, show: "tea", headers }) });
 *     room.on("state", ({ snapshot }) => draw(snapshot));
 *     room.start();
 *
 * The protocol is told in Kaibo's docs/protocol.md.
 */
export { RoomClient, type RoomClientOptions, type RoomEvents } from "./client";
export type { Link, TakeTicket, Ticket } from "./connection";
export type { Said, Waiting } from "./outbox";
export { type HttpTicketOptions, TicketRefused, httpTicket } from "./ticket";
export { type RoomState, applyEvent, applyTick, fromHello, reduce, standing } from "./reducer";
export { backoff } from "./backoff";
export { ServerClock } from "./clock";
export * from "./protocol";
