// Node's `ws`, as its documentation broadcasts: one buffer, sent to every open client.
import { WebSocket, WebSocketServer } from "ws";
import { takeOrders } from "./publishing.mjs";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0 }, () =>
  takeOrders(server.address().port, publish),
);

function publish(text) {
  const message = Buffer.from(text);
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false });
  }
}

server.on("connection", (socket) => socket.on("error", () => socket.terminate()));
