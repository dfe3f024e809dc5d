/** Ticks at the rate it is told (frames a second): timers of hidden pages are slowed down, a worker's are not. */
let timer: ReturnType<typeof setInterval> | undefined;

addEventListener("message", (event: MessageEvent<number>) => {
  clearInterval(timer);
  if (event.data > 0) timer = setInterval(() => postMessage(0), 1000 / event.data);
});
