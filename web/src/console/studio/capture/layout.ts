/** Where pictures go in a frame that is put together here. Pixels. */
export interface Size {
  width: number;
  height: number;
}
/** A part of a source and the place it fills. */
export interface Placed {
  from: { x: number; y: number; width: number; height: number };
  to: { x: number; y: number; width: number; height: number };
}

/** The source fills the place; what is too much is cut off evenly. */
export function cover(source: Size, to: Placed["to"]): Placed {
  const scale = Math.max(to.width / source.width, to.height / source.height);
  const width = to.width / scale;
  const height = to.height / scale;
  return { from: { x: (source.width - width) / 2, y: (source.height - height) / 2, width, height }, to };
}

/** The source is seen whole, in the middle of the place. */
export function contain(source: Size, place: Placed["to"]): Placed {
  const scale = Math.min(place.width / source.width, place.height / source.height);
  const width = source.width * scale;
  const height = source.height * scale;
  const to = { x: place.x + (place.width - width) / 2, y: place.y + (place.height - height) / 2, width, height };
  return { from: { x: 0, y: 0, ...source }, to };
}

const EDGE = 0.025;

/**
 * A screen with the camera on it: in landscape the camera is an inset in the lower right corner, in portrait it has
 * the lower part, as wide as the frame.
 */
export function arrange(frame: Size, screen: Size | null, camera: Size | null): { screen?: Placed; camera?: Placed } {
  const whole = { x: 0, y: 0, ...frame };
  if (!screen) return camera ? { camera: cover(camera, whole) } : {};
  if (!camera) return { screen: contain(screen, whole) };
  if (frame.height > frame.width) {
    const upper = Math.round(frame.height * 0.45);
    return {
      screen: contain(screen, { ...whole, height: upper }),
      camera: cover(camera, { x: 0, y: upper, width: frame.width, height: frame.height - upper }),
    };
  }
  const gap = Math.round(frame.width * EDGE);
  const width = Math.round(frame.width * 0.24);
  const height = Math.round((width * 9) / 16);
  return {
    screen: contain(screen, whole),
    camera: cover(camera, { x: frame.width - width - gap, y: frame.height - height - gap, width, height }),
  };
}

/** Whether a picture has another shape than wanted, by more than a few lines. */
export const isMisshapen = (is: Size, wanted: Size): boolean =>
  Math.abs(is.width / is.height - wanted.width / wanted.height) > 0.05;
