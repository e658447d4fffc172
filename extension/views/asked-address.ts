/** What a command is about: chosen in a context menu of a variable or of an address in one of our views, or where the cursor stands. */
import * as vscode from 'vscode';

interface Asked {
  readonly variable?: { readonly evaluateName?: string; readonly memoryReference?: string; readonly value?: string };
  /** `phys:0x…`, `virtual:0x…`, `bus:0x…`: what the page under the pointer said (`ViewElement`). */
  readonly address?: string;
}

/** An address or C expression, of a pointer either where it leads or where it stands itself; undefined: it is to be asked for. */
export function expressionOf(from: unknown, wanted: 'target' | 'itself'): string | undefined {
  const { variable, address } = (from ?? {}) as Asked;
  if (address !== undefined) return address.replace(/^(virtual|bus):/, '');
  // The editor's menu is about what stands under it.
  if (from instanceof vscode.Uri) return expressionAtCursor();
  return wanted === 'itself'
    ? (variable?.evaluateName ?? variable?.memoryReference)
    : (variable?.memoryReference ?? variable?.evaluateName ?? variable?.value);
}

/** What is selected, else the name at the cursor with the members that lead to it. */
export function expressionAtCursor(): string | undefined {
  const { document, selection } = vscode.window.activeTextEditor ?? {};
  if (!document || !selection) return undefined;
  if (!selection.isEmpty) return document.getText(selection).trim() || undefined;
  const range = document.getWordRangeAtPosition(selection.active, /[A-Za-z_]\w*(?:(?:->|\.)\w+|\[\w+\])*/);
  return range && document.getText(range);
}

export function isBusAddress(from: unknown): boolean {
  return ((from ?? {}) as Asked).address?.startsWith('bus:') === true;
}
