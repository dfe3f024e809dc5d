/** The parts of the settings, in their order; who may not see one does not get it. */
import { can } from "../lib/session";

const PARTS = [
  { id: "store" },
  { id: "staff", scope: "staff:write" },
  { id: "account" },
  { id: "audit", scope: "audit:read" },
  { id: "retention", scope: "audit:read" },
  { id: "buyers", scope: "store:write" },
  { id: "payments", scope: "store:write" },
  { id: "mail", scope: "store:write" },
  { id: "work", scope: "work:write" },
  { id: "system", scope: "work:write" },
  { id: "device" },
] as const;

export type SettingsPart = (typeof PARTS)[number]["id"];

export const settingsParts = (): SettingsPart[] => PARTS.filter((part) => !("scope" in part) || can(part.scope)).map((part) => part.id);
