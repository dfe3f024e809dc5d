/** Looks whether an outside address can be played by viewers' browsers. */
export type OutsideCheck = "good" | "not_https" | "no_address" | "unreachable" | "not_hls" | "empty";

export async function checkOutside(text: string, page: { protocol: string } = location, ask: typeof fetch = fetch): Promise<OutsideCheck> {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:$/.test(url.protocol)) return "no_address";
  // Browsers show no http picture on an https page.
  if (page.protocol === "https:" && url.protocol === "http:") return "not_https";
  let playlist: string;
  try {
    const response = await ask(url.href, { signal: AbortSignal.timeout(8000), cache: "no-store" });
    if (!response.ok) return "unreachable";
    playlist = await response.text();
  } catch {
    return "unreachable";
  }
  if (!playlist.trimStart().startsWith("#EXTM3U")) return "not_hls";
  return /#EXTINF|#EXT-X-STREAM-INF|#EXT-X-PART/.test(playlist) ? "good" : "empty";
}
