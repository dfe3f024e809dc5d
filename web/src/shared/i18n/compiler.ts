/** Makes texts ready to be shown: most have nothing to fill in, and a phone need not take those apart. */
import { compile, type MessageCompiler, type MessageFunction } from "@intlify/core-base";

/** What vue-i18n's message format gives a meaning: places, plurals, links, and the literals that escape them. */
const SPECIAL = /[{}@|]/;

export const compileText: MessageCompiler<string, string | object> = (text, context) => {
  if (typeof text !== "string" || SPECIAL.test(text)) return compile(text, context);
  const plain: MessageFunction & { source?: string } = () => text;
  plain.source = text;
  return plain;
};
