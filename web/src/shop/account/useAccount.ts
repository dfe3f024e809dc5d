/** The viewer's account: signing in by a code, name, picture, where it is open. */
import { api, settle, unwrap } from "@shared/api/client";
import { explain } from "@shared/api/explain";
import type { Account, Device } from "@shared/api/types";
import { upload } from "@shared/api/upload";
import type { Language } from "@shared/i18n";
import { ref, shallowRef } from "vue";
import { forgetForm } from "../checkout/remembered";
import { adopt, ensureViewer, leave } from "../viewer";

const PICTURES = ["image/png", "image/jpeg", "image/webp"];
export const ACCEPT = PICTURES.join(",");

export function useAccount() {
  const account = shallowRef<Account | null>(null);
  const devices = shallowRef<Device[]>([]);
  const trouble = ref("");

  async function load(): Promise<void> {
    trouble.value = "";
    try {
      await ensureViewer();
      const found = await unwrap(api.GET("/api/v1/viewers/me/account"));
      devices.value = found.email ? await unwrap(api.GET("/api/v1/viewers/me/sessions")) : [];
      account.value = found;
      adopt(found.viewer);
    } catch (error) {
      trouble.value = explain(error);
    }
  }

  async function change(changes: { display_name?: string; language?: Language }): Promise<void> {
    await unwrap(api.PATCH("/api/v1/viewers/me", { body: changes }));
    await load();
  }

  /** Sends a picture as it is; the server checks it, makes it small and encodes it anew. */
  async function setPicture(file: File, progress: (part: number) => void): Promise<void> {
    await upload("PUT", "/api/v1/viewers/me/picture", file, progress);
    await load();
  }

  async function removePicture(): Promise<void> {
    await unwrap(api.DELETE("/api/v1/viewers/me/picture"));
    await load();
  }

  async function signOutThere(id: string): Promise<void> {
    await settle(api.DELETE("/api/v1/viewers/me/sessions/{session_id}", { params: { path: { session_id: id } } }));
    await load();
  }

  async function signOut(everywhere: boolean): Promise<void> {
    await settle(
      everywhere ? api.DELETE("/api/v1/viewers/me/sessions") : api.DELETE("/api/v1/viewers/me/sessions/current"),
    );
    leave();
    account.value = null;
    await load();
  }

  async function erase(): Promise<void> {
    await settle(api.DELETE("/api/v1/viewers/me/data"));
    // What this device remembers of them goes too.
    forgetForm();
    leave();
    account.value = null;
    await load();
  }

  return { erase, account, devices, trouble, load, change, setPicture, removePicture, signOutThere, signOut };
}

export type AccountState = ReturnType<typeof useAccount>;
