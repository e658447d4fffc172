/** Clients offer a value's shown text for editing: what was edited is read without the parts that only explain it. */

/**
 * The C expression in `4096 (0x1000)`, `97 'a'`, `STATE_BUSY (2)` or `0xffff… <fpga_probe>`, wherever it was edited. A call of a
 * function written `f (3)`, with a space and one number, would be taken for an enumerator with its value.
 */
export function expressionOf(edited: string): string {
  const text = edited.trim();
  const explained =
    /^(-?\w+(?: \| \w+)*) \((?:0x[0-9a-f]+|-?\d+)\)$/.exec(text) ?? /^(-?\w+) '(?:[^'\\]|\\.+)'$/.exec(text);
  if (explained) return explained[1]!;
  return text.replace(/(0x[0-9a-fA-F]+) (?:<[^<>]*>|".*"…?)$/s, '$1');
}
