/** A whole client of a Kaibo room without our package: `node examples/room.ts http://127.0.0.1:8000 tea`. */
const [origin = "http://127.0.0.1:8000", show = ""] = process.argv.slice(2);
type Json = any; // the frames' own types are in web/packages/room-client/src/protocol.ts
let token = "";
let room: Json = null; // the truth: { epoch, seq, snapshot }
let tries = 0;

async function post(path: string, body: Json): Promise<Json> {
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${origin}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  return answer.json();
}

async function join(): Promise<void> {
  const { path } = await post(`/rooms/${show}/tickets`, {});
  const socket = new WebSocket(`${origin.replace("http", "ws")}${path}&v=1`);
  let stale = false; // from a gap to the next hello
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.t === "hello") [room, stale, tries] = [frame, false, 0];
    else if (frame.t === "tick") room.snapshot = { ...room.snapshot, likes: frame.likes ?? room.snapshot.likes, watching: frame.watching ?? room.snapshot.watching };
    else if (frame.t === "ev" && !stale) {
      if (frame.epoch === room.epoch && frame.seq <= room.seq) return;
      stale = frame.epoch !== room.epoch || frame.seq !== room.seq + 1;
      if (stale) return socket.send('{"t":"resync"}');
      room = { ...room, seq: frame.seq, snapshot: apply(room.snapshot, frame.e) };
    } else return; // newer servers may say more
    console.log(JSON.stringify({ seq: room.seq, snapshot: room.snapshot, said: frame.danmaku ?? [] }));
  };
  const ping = setInterval(() => socket.readyState === 1 && socket.send('{"t":"ping"}'), 15_000);
  socket.onclose = ({ code }) => {
    clearInterval(ping);
    if (code === 4404 || code === 4406) process.exit(1);
    if (code === 1012 || code === 1013) tries = Math.max(tries, 3);
    again();
  };
}

/** Come back; not all of a large room in the same moment. */
function again(): void {
  const others = Math.min(10_000, room?.snapshot.watching ?? 0);
  setTimeout(() => join().catch(again), 200 + Math.random() * Math.max(others, Math.min(15_000, 500 * 2 ** tries++)));
}

/** Every event carries new values: put them in the place of the old ones. */
function apply(old: Json, e: Json): Json {
  const put = (list: Json[], item: Json) => (list.some((one) => one.id === item.id) ? list.map((one) => (one.id === item.id ? item : one)) : [...list, item]);
  const pins = old.pins.filter((pin: Json) => pin.product_id !== (e.pin?.product_id ?? e.product_id));
  const has = (id: string) => e.cards.some((card: Json) => card.id === id);
  if (e.k === "pinned") return { ...old, pins: [e.pin, ...pins], products: put(old.products, e.card) };
  if (e.k === "unpinned") return { ...old, pins };
  if (e.k === "product") return { ...old, products: put(old.products, e.card) };
  if (e.k === "products") return { ...old, products: e.cards, pins: old.pins.filter((pin: Json) => has(pin.product_id)), explaining: old.explaining && has(old.explaining.product_id) ? old.explaining : null };
  if (e.k === "explaining") return { ...old, explaining: e.explaining };
  if (e.k === "hidden") return { ...old, hidden: e.hidden };
  if (e.k === "announcement") return { ...old, announcement: e.announcement };
  if (e.k === "show") return { ...old, show: { ...old.show, ...e, k: undefined } };
  if (e.k === "playback") return { ...old, playback: e.playback };
  if (e.k === "deal") return { ...old, deals: put(old.deals, e.deal) };
  if (e.k === "deal_over") return { ...old, deals: old.deals.filter((deal: Json) => deal.id !== e.deal_id) };
  if (e.k !== "stock") return old;
  const left = (card: Json) => ({ ...card, available: e.available, stock_version: e.version, variants: card.variants.map((one: Json) => ({ ...one, available: e.variants[one.id] ?? one.available })) });
  return { ...old, products: old.products.map((card: Json) => (card.id === e.product_id ? left(card) : card)) };
}

token = (await post("/viewers", {})).token;
await join();
