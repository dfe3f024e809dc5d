import { joined } from "@shared/i18n";

export default joined(import.meta.glob("./zh-CN/*.json", { eager: true, import: "default" }));
