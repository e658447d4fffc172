/** Reads what word-codes.mjs wrote. */

/** `coded` is a character a byte. */
export function textOf(coded: string, words: readonly string[]): string {
  return coded.replace(/[\x80-\xed]|[\xee-\xf5][^]/g, (code) => words[numberOf(code)]!);
}

function numberOf(code: string): number {
  const [byte, second] = [code.charCodeAt(0), code.charCodeAt(1)];
  return code.length === 1 ? byte - 0x80 : 110 + ((byte - 0xee) << 8) + second;
}
