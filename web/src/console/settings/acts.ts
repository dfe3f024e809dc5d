/** An act of the audit log in words; one that this page does not know yet is shown by its name. */
type Translate = (key: string) => string;

export function actText(action: string, t: Translate, has: (key: string) => boolean): string {
  const key = `act.${action.replace(".", "_")}`;
  return has(key) ? t(key) : action;
}
