/** Why a camera, microphone or screen cannot be used; each has its own advice in the catalogs (`capture.problem_…`). */
export type CaptureReason =
  | "insecure"
  | "unsupported"
  | "denied"
  | "screen_denied"
  | "none_camera"
  | "none_microphone"
  | "in_use"
  | "gone"
  | "ended"
  | "unknown";

export class CaptureProblem extends Error {
  override readonly name = "CaptureProblem";
  constructor(
    readonly reason: CaptureReason,
    message = "",
  ) {
    super(message);
  }
}

export type Wanted = "camera" | "microphone" | "screen";

/** Names that browsers give, among them older ones of Safari and Firefox. */
export function reasonOf(error: unknown, wanted: Wanted): CaptureReason {
  if (error instanceof CaptureProblem) return error.reason;
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return wanted === "screen" ? "screen_denied" : "denied";
    case "SecurityError":
      return "insecure";
    case "NotFoundError":
    case "DevicesNotFoundError":
      return wanted === "microphone" ? "none_microphone" : wanted === "camera" ? "none_camera" : "unsupported";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "in_use";
    case "OverconstrainedError":
      return "gone";
    case "NotSupportedError":
    case "TypeError":
      return "unsupported";
    default:
      return "unknown";
  }
}

/** What stands in the way before anything is asked: browsers give cameras to https pages and to localhost only. */
export function obstacle(scope: { isSecureContext: boolean; navigator: { mediaDevices?: unknown } } = globalThis): CaptureReason | null {
  if (!scope.isSecureContext) return "insecure";
  return scope.navigator.mediaDevices ? null : "unsupported";
}
