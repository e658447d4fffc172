/** What a command is about that was chosen in a context menu: of a variable, or of an address in one of our views. */

interface Asked {
  readonly variable?: { readonly evaluateName?: string; readonly memoryReference?: string; readonly value?: string };
  /** `phys:0x…`, `virtual:0x…`, `bus:0x…`: what the page under the pointer said (`ViewElement`). */
  readonly address?: string;
}

/** An address or C expression; undefined: it does not come from a menu. */
export function expressionOf(from: unknown): string | undefined {
  const { variable, address } = (from ?? {}) as Asked;
  if (address !== undefined) return address.replace(/^(virtual|bus):/, '');
  return variable?.memoryReference ?? variable?.evaluateName ?? variable?.value;
}

export function isBusAddress(from: unknown): boolean {
  return ((from ?? {}) as Asked).address?.startsWith('bus:') === true;
}
