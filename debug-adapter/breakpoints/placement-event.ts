/** A placed breakpoint as the client sees it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { toClientColumn, toClientLine } from '../client.ts';
import type { Session } from '../session-state.ts';
import type { PlacedBreakpoint } from './breakpoint-store.ts';

export function describePlacement({ client }: Session, placed: PlacedBreakpoint): DebugProtocol.Breakpoint {
  const { id, place, problem } = placed;
  if (!place || problem !== null)
    return {
      id,
      verified: false,
      line: toClientLine(client, placed.line),
      ...(problem === null ? {} : { message: problem }),
    };
  return {
    id,
    verified: true,
    line: toClientLine(client, place.line),
    column: toClientColumn(client, place.column),
    endLine: toClientLine(client, place.endLine),
    endColumn: toClientColumn(client, place.endColumn),
  };
}
