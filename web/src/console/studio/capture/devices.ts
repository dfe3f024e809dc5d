/** The cameras and microphones that there are. Names are known only once one of them was allowed. */
export interface Device {
  id: string;
  /** Empty as long as the browser keeps it back. */
  name: string;
}
export interface Devices {
  cameras: Device[];
  microphones: Device[];
}

export async function listDevices(): Promise<Devices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const of = (kind: MediaDeviceKind) =>
    all.filter((item) => item.kind === kind && item.deviceId !== "").map((item) => ({ id: item.deviceId, name: item.label }));
  return { cameras: of("videoinput"), microphones: of("audioinput") };
}
