/** Formatters bound to the language on screen; call inside templates and computed values, they follow the switch. */
import type { Money } from "../api/types";
import { currentLanguage } from "../i18n";
import * as moneyFormat from "./money";
import * as numberFormat from "./number";
import * as timeFormat from "./time";

export { currencyExponent, moneyInput, parseMoney, percentOff, times } from "./money";
export { formatClock } from "./time";

export const money = (value: Money) => moneyFormat.formatMoney(value, currentLanguage());
export const moneyParts = (value: Money) => moneyFormat.moneyParts(value, currentLanguage());
export const count = (value: number) => numberFormat.formatCount(value, currentLanguage());
export const number = (value: number, options?: Intl.NumberFormatOptions) =>
  numberFormat.formatNumber(value, currentLanguage(), options);
export const kbps = (value: number) => numberFormat.formatKbps(value, currentLanguage());
export const dateTime = (at: string | number | Date) => timeFormat.formatDateTime(at, currentLanguage());
export const shortTime = (at: string | number | Date) => timeFormat.formatShort(at, currentLanguage());
export const timeOfDay = (at: string | number | Date, seconds = false) =>
  timeFormat.formatTime(at, currentLanguage(), seconds);
export const duration = (milliseconds: number) => timeFormat.formatDuration(milliseconds, currentLanguage());
export const when = (at: string | number | Date) => timeFormat.formatWhen(at, currentLanguage());
export const day = (value: string) => timeFormat.formatDay(value, currentLanguage());
export const relative = (at: string | number | Date) => timeFormat.formatRelative(at, currentLanguage());
