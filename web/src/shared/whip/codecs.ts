/**
 * Which codecs to offer. Only H.264 can be passed on to HLS without encoding it anew, and only its constrained baseline
 * profile (42e01f, 42001f) is taken by every receiver; browsers put VP8 first when they are not told.
 */
interface Codec {
  mimeType: string;
  sdpFmtpLine?: string;
}

const isBaseline = (codec: Codec) => /^video\/h264$/i.test(codec.mimeType) && /profile-level-id=42(00|c0|e0)/i.test(codec.sdpFmtpLine ?? "");
const isPacketised = (codec: Codec) => (codec.sdpFmtpLine ?? "").includes("packetization-mode=1");
const isRepair = (codec: Codec) => /^video\/rtx$/i.test(codec.mimeType);

/** H.264 baseline with its retransmission; empty when the browser cannot encode it. */
export function h264Only<T extends Codec>(codecs: readonly T[]): T[] {
  const wanted = codecs.filter(isBaseline).toSorted((a, b) => Number(isPacketised(b)) - Number(isPacketised(a)));
  return wanted.length > 0 ? [...wanted, ...codecs.filter(isRepair)] : [];
}

export const opusOnly = <T extends Codec>(codecs: readonly T[]): T[] => codecs.filter((codec) => /^audio\/opus$/i.test(codec.mimeType));
