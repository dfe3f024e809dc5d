import { joined } from "@shared/i18n";

export default joined(import.meta.glob("./en/*.json", { eager: true, import: "default" }));
