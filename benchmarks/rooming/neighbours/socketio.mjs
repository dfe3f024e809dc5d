// socket.io over WebSockets, with its own packets: an event called "m", which is one object.
import { createServer } from "node:http";
import { Server } from "socket.io";
import { takeOrders } from "./publishing.mjs";

const http = createServer();
const io = new Server(http, { transports: ["websocket"] });
http.listen(0, "127.0.0.1", () => {
  takeOrders(http.address().port, (text) => io.emit("m", JSON.parse(text)));
});
