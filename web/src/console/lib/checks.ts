/** Quick checks while typing; the server has the last word. */
export const isEmail = (text: string): boolean => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text.trim());

export const PASSWORD_MIN = 10;

export const isWhole = (text: string): boolean => /^\d{1,9}$/.test(text.trim());
