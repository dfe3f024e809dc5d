// uWebSockets as Bun has it: everyone subscribes to one topic, which the server publishes to.
import { takeOrders } from "./publishing.mjs";

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request, it) {
    return it.upgrade(request) ? undefined : new Response("no", { status: 400 });
  },
  websocket: {
    open(socket) {
      socket.subscribe("room");
    },
    message() {},
  },
});

await takeOrders(server.port, (text) => server.publish("room", text));
