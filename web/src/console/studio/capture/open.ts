/** Opens what was chosen and gives one stream with one picture and, if wanted, one sound. */
import type { Choice } from "./choice";
import { sizeOf } from "./choice";
import { compose } from "./compositor";
import { isMisshapen } from "./layout";
import { CaptureProblem, type Wanted, obstacle, reasonOf } from "./problems";

export interface Opened {
  stream: MediaStream;
  /** Called once when a device is unplugged or sharing is ended from outside. */
  onEnded: (listen: () => void) => void;
  /** Silences the microphone alone. */
  mute: (muted: boolean) => void;
  close: () => void;
}

const RATE = 30;

async function asking<T>(wanted: Wanted, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new CaptureProblem(reasonOf(error, wanted), error instanceof Error ? error.message : "");
  }
}

/** A remembered device that is gone gives way to the default one. */
async function device(wanted: "camera" | "microphone", id: string, constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const ask = (own: MediaTrackConstraints) =>
    asking(wanted, () => navigator.mediaDevices.getUserMedia(wanted === "camera" ? { video: own } : { audio: own }));
  const stream = await ask(id ? { ...constraints, deviceId: { exact: id } } : constraints).catch((error: unknown) => {
    if (id && error instanceof CaptureProblem && error.reason === "gone") return ask(constraints);
    throw error;
  });
  const [track] = stream.getTracks();
  if (!track) throw new CaptureProblem(wanted === "camera" ? "none_camera" : "none_microphone");
  return track;
}

async function openCamera(choice: Choice): Promise<MediaStreamTrack> {
  const { width, height } = sizeOf(choice);
  const size = choice.kind === "both" ? { width: { ideal: 1280 }, height: { ideal: 720 } } : { width: { ideal: width }, height: { ideal: height } };
  const track = await device("camera", choice.camera, { ...size, frameRate: { ideal: RATE } });
  track.contentHint = "motion";
  return track;
}

const openMicrophone = (choice: Choice) =>
  device("microphone", choice.microphone, { echoCancellation: true, noiseSuppression: true, autoGainControl: true });

function openScreen(): Promise<MediaStream> {
  const { mediaDevices } = navigator;
  if (!("getDisplayMedia" in mediaDevices)) throw new CaptureProblem("unsupported");
  return asking("screen", () => mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: RATE } }, audio: true }));
}

/** Two sounds as one: what the screen plays and what the microphone hears. */
function mix(tracks: readonly MediaStreamTrack[]): { track: MediaStreamTrack | null; close: () => void } {
  if (tracks.length < 2) return { track: tracks[0] ?? null, close: () => undefined };
  const context = new AudioContext();
  const target = context.createMediaStreamDestination();
  for (const track of tracks) context.createMediaStreamSource(new MediaStream([track])).connect(target);
  return { track: target.stream.getAudioTracks()[0] ?? null, close: () => (context.state === "closed" ? undefined : void context.close()) };
}

export async function openChoice(choice: Choice): Promise<Opened> {
  const blocked = obstacle();
  if (blocked) throw new CaptureProblem(blocked);
  const raw: MediaStreamTrack[] = [];
  const closers: (() => void)[] = [];
  const keep = (track: MediaStreamTrack) => {
    raw.push(track);
    return track;
  };
  const close = () => {
    for (const track of raw) track.stop();
    for (const closer of closers) closer();
  };
  try {
    // The screen goes first: browsers allow it only right after the user's press.
    const shared = choice.kind === "camera" ? null : await openScreen();
    shared?.getTracks().forEach(keep);
    const camera = choice.kind === "screen" ? null : keep(await openCamera(choice));
    const microphone = choice.sound ? keep(await openMicrophone(choice)) : null;
    const screen = shared?.getVideoTracks()[0] ?? null;
    const picture = await pictureOf(choice, screen, camera, closers);
    const sound = mix([...(shared?.getAudioTracks() ?? []), ...(microphone ? [microphone] : [])]);
    closers.push(sound.close);
    const stream = new MediaStream([picture, ...(sound.track ? [sound.track] : [])]);
    const onEnded = (listen: () => void) => {
      for (const track of raw) if (track.kind === "video" || track === microphone) track.addEventListener("ended", listen, { once: true });
    };
    const mute = (muted: boolean) => {
      if (microphone) microphone.enabled = !muted;
    };
    return { stream, onEnded, mute, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** As it comes where that will do: each frame put together here costs the device. */
async function pictureOf(
  choice: Choice,
  screen: MediaStreamTrack | null,
  camera: MediaStreamTrack | null,
  closers: (() => void)[],
): Promise<MediaStreamTrack> {
  const only = screen ?? camera;
  if (!only) throw new CaptureProblem("none_camera");
  const frame = sizeOf(choice);
  const { width = 0, height = 0 } = only.getSettings();
  // A screen of another shape is fine in landscape; players put it on a ground of their own.
  const isFine = screen ? choice.orientation === "landscape" : !isMisshapen({ width, height }, frame);
  if (!(screen && camera) && (isFine || width === 0)) {
    if (screen) {
      screen.contentHint = "detail";
      await screen.applyConstraints({ width: { max: frame.width }, height: { max: frame.height }, frameRate: { max: RATE } }).catch(() => undefined);
    }
    return only;
  }
  const composed = await compose(frame, { screen, camera }, RATE);
  composed.track.contentHint = screen ? "detail" : "motion";
  closers.push(composed.stop);
  return composed.track;
}
