import { joined } from "@shared/i18n";

export default joined(import.meta.glob("./zh-TW/*.json", { eager: true, import: "default" }));
