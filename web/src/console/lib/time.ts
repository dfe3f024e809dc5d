/** Time of day on 24 hours, "20:05": at the desk every language has the same short form. */
export function clockTime(at: string | number): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}
