/** Product pictures: checking, making them small enough, and sending them with progress. */
import type { Product } from "@shared/api/types";
import { upload } from "@shared/api/upload";

const KINDS = ["image/png", "image/jpeg", "image/webp"];
export const ACCEPT = KINDS.join(",");
const LIMIT_BYTES = 5 * 1024 * 1024;
const LONGEST_SIDE = 2000;

export type PictureFault = "bad_kind" | "unreadable";

/** A picture that the server takes: as it is, or made smaller when it is too heavy. */
export async function preparePicture(file: File): Promise<Blob | PictureFault> {
  if (!KINDS.includes(file.type)) return "bad_kind";
  // Whoever chose a broken file, or one under a wrong name, hears so before the form is sent.
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return "unreadable";
  const ready = file.size <= LIMIT_BYTES ? file : await smaller(picture).catch(() => null);
  picture.close();
  return ready ?? "unreadable";
}

function smaller(picture: ImageBitmap): Promise<Blob | null> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
}

/** Most pictures of one product; the server takes no more. */
export const PICTURE_LIMIT = 12;

/** Adds a picture after those that a product has; `progress` hears the part that is up, 0 to 1. */
export async function addPicture(productId: string, picture: Blob, progress: (part: number) => void): Promise<Product> {
  const answer = await upload("POST", `/api/v1/products/${encodeURIComponent(productId)}/pictures/picture`, picture, progress);
  return JSON.parse(answer) as Product;
}

/** A picture in the editor: one that the product has, or one that is still to be sent. */
export interface Shot {
  /** The server's id, once it has it; a name of our own until then. */
  key: string;
  url: string;
  blob: Blob | null;
}

/** Puts one in another place; places beyond the ends are the ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const item = list[from];
  if (item === undefined) return [...list];
  const place = Math.max(0, Math.min(to, list.length - 1));
  return list.toSpliced(from, 1).toSpliced(place, 0, item);
}
