/** Puts screen and camera together, or gives a picture another shape, on a canvas. */
import { type Placed, type Size, arrange } from "./layout";

interface Running {
  track: MediaStreamTrack;
  stop: () => void;
}

async function shown(track: MediaStreamTrack): Promise<HTMLVideoElement> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  await video.play();
  return video;
}

const sizeOfVideo = (video: HTMLVideoElement | null): Size | null =>
  video && video.videoWidth > 0 ? { width: video.videoWidth, height: video.videoHeight } : null;

function draw(context: CanvasRenderingContext2D, video: HTMLVideoElement, { from, to }: Placed): void {
  context.drawImage(video, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
}

/** A track of `frame` made from the given ones, `rate` times a second, also while the page is hidden. */
export async function compose(
  frame: Size,
  sources: { screen: MediaStreamTrack | null; camera: MediaStreamTrack | null },
  rate = 30,
): Promise<Running> {
  const canvas = document.createElement("canvas");
  canvas.width = frame.width;
  canvas.height = frame.height;
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("no canvas");
  const screen = sources.screen ? await shown(sources.screen) : null;
  const camera = sources.camera ? await shown(sources.camera) : null;
  const paint = () => {
    const places = arrange(frame, sizeOfVideo(screen), sizeOfVideo(camera));
    context.fillStyle = "#111013";
    context.fillRect(0, 0, frame.width, frame.height);
    if (screen && places.screen) draw(context, screen, places.screen);
    if (camera && places.camera) draw(context, camera, places.camera);
  };
  const ticker = new Worker(new URL("./ticker.worker.ts", import.meta.url), { type: "module" });
  ticker.addEventListener("message", paint);
  ticker.postMessage(rate);
  paint();
  const [track] = canvas.captureStream(rate).getVideoTracks();
  if (!track) throw new Error("no canvas track");
  return {
    track,
    stop: () => {
      ticker.terminate();
      track.stop();
      for (const video of [screen, camera]) if (video) video.srcObject = null;
    },
  };
}
