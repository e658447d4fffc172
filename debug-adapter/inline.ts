/** The adapter inside another process, which hands messages in and out itself. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { nodeFiles } from './files.ts';
import type { KeptMachines } from './kept-machines.ts';
import { DmaDebugSession } from './session.ts';
import { simulator } from './simulator-binding.ts';

/** Has the shape of `vscode.DebugAdapter`. */
export interface InlineAdapter {
  readonly onDidSendMessage: (listener: (message: object) => unknown, thisArg?: unknown) => { dispose(): void };
  handleMessage(message: DebugProtocol.ProtocolMessage): void;
  dispose(): void;
}

export function createInlineAdapter(keptMachines: KeptMachines): InlineAdapter {
  return new DmaDebugSession({
    door: simulator,
    files: nodeFiles,
    unsent: () => 0,
    keptMachines,
    onEnd: () => undefined,
  });
}
