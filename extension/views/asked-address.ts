/** What a command is about: chosen in a context menu of a variable or of an address in one of our views, or where the cursor stands. */
import * as vscode from 'vscode';

interface Asked {
  readonly variable?: { readonly evaluateName?: string; readonly memoryReference?: string };
  /** `phys:0x…`, `virtual:0x…`, `bus:0x…`: what the page under the pointer said (`ViewElement`). */
  readonly address?: string;
}

/** An address or C expression; undefined: it is to be asked for. */
export function expressionOf(from: unknown): string | undefined {
  const { variable, address } = (from ?? {}) as Asked;
  if (address !== undefined) return address.replace(/^(virtual|bus):/, '');
  // The editor's menu is about what stands under it.
  if (from instanceof vscode.Uri) return expressionAtCursor();
  return variable?.evaluateName ?? variable?.memoryReference;
}

/** What is selected, else the name at the cursor with the members that lead to it. */
export function expressionAtCursor(): string | undefined {
  const { document, selection } = vscode.window.activeTextEditor ?? {};
  if (!document || !selection) return undefined;
  if (!selection.isEmpty) return document.getText(selection).trim() || undefined;
  const range = document.getWordRangeAtPosition(selection.active, /[A-Za-z_]\w*(?:(?:->|\.)\w+|\[\w+\])*/);
  return range && document.getText(range);
}

export interface Named {
  readonly expression: string;
  readonly frameId?: number;
  /** An address of a device's bus. */
  readonly bus: boolean;
  readonly pointer: boolean;
  /** Of what it leads to, or of where it stands: stays right when the frame is gone. */
  readonly memoryReference?: string;
}

/** What the program knows about it; where it is no C expression, or cannot be evaluated now, it stands for itself. */
export async function named(session: vscode.DebugSession, from: unknown, expression: string): Promise<Named> {
  const { address } = (from ?? {}) as Asked;
  const { frameId } = (vscode.debug.activeStackItem ?? {}) as { frameId?: number };
  const inFrame = { expression, ...(frameId === undefined ? {} : { frameId }) };
  const plain = { ...inFrame, bus: address?.startsWith('bus:') === true, pointer: false };
  if (address !== undefined) return plain;
  try {
    const { type = '', memoryReference } = await session.customRequest('evaluate', { ...inFrame, context: 'watch' });
    return { ...inFrame, bus: type === 'dma_addr_t', pointer: type.endsWith('*'), memoryReference };
  } catch {
    return plain;
  }
}
