/** The roles, most able first. */
import type { Staff } from "@shared/api/types";

export const ROLES: readonly Staff["role"][] = ["owner", "operator", "floor", "service", "warehouse", "analyst", "compliance"];
