/**
 * Carriers offered when shipping. Names as their customers know them; they are stored as text and shown to buyers as
 * they are, so any other name can be typed.
 */
export const CARRIERS: readonly { region: "cn" | "tw" | "intl"; names: readonly string[] }[] = [
  {
    region: "cn",
    names: ["顺丰速运", "京东物流", "中通快递", "圆通速递", "申通快递", "韵达快递", "极兔速递", "EMS 邮政特快", "邮政快递包裹", "德邦快递"],
  },
  {
    region: "tw",
    names: ["黑貓宅急便", "新竹物流", "7-ELEVEN 交貨便", "全家店到店", "中華郵政", "宅配通", "嘉里大榮物流"],
  },
  { region: "intl", names: ["DHL Express", "FedEx", "UPS", "USPS", "SF International", "Yamato Transport", "Japan Post", "Royal Mail", "DPD"] },
];

/** Regions with those of the address's country first. */
export function carriersFor(country: string) {
  const home = { CN: "cn", TW: "tw" }[country.toUpperCase()] ?? "intl";
  return CARRIERS.toSorted((a, b) => Number(b.region === home) - Number(a.region === home));
}

/** Chosen where none of those that are offered carries it. */
export const OTHER = "";

/** A carrier as it is chosen: one of those that are offered, or another by its name. */
export interface CarrierChoice {
  chosen: string;
  other: string;
}

export function choiceOf(carrier: string): CarrierChoice {
  const isOffered = CARRIERS.some((region) => region.names.includes(carrier));
  return isOffered ? { chosen: carrier, other: "" } : { chosen: OTHER, other: carrier };
}

export const carrierOf = (choice: CarrierChoice): string => (choice.chosen === OTHER ? choice.other.trim() : choice.chosen);

/** Scanners and copied cells bring spaces along. */
export const plainNumber = (typed: string): string => typed.replaceAll(/\s/g, "");
