/** What could stand where the user is typing an expression: members behind `.` and `->`, names elsewhere. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { fromClientColumn, fromClientLine, toClientColumn } from './client.ts';
import { evaluate } from './evaluation.ts';
import { membersOf } from './presentation/parts.ts';
import { RequestError } from './request-error.ts';
import type { Debuggee, Session } from './session-state.ts';
import type { CValue, FrameOfTask } from './simulator-door.ts';

/** More would not be read. */
const mostTargets = 500;

export function complete(
  session: Session,
  debuggee: Debuggee,
  frame: FrameOfTask | null,
  typed: { readonly text: string; readonly column: number; readonly line: number | null },
): DebugProtocol.CompletionItem[] {
  const line = typed.text.split('\n')[typed.line === null ? 0 : fromClientLine(session.client, typed.line) - 1] ?? '';
  const before = line.slice(0, Math.max(0, fromClientColumn(session.client, typed.column) - 1));
  const word = /[A-Za-z_]?\w*$/.exec(before)![0];
  const whole = /([A-Za-z_][\w.\[\]]*(?:->[\w.\[\]]+)*)(?:\.|->)\w*$/.exec(before)?.[1];
  const names = whole === undefined ? namesIn(session, debuggee, frame) : memberNames(session, debuggee, frame, whole);
  const start = toClientColumn(session.client, before.length - word.length + 1);
  return names
    .filter(({ label }) => label.startsWith(word))
    .slice(0, mostTargets)
    .map((each) => ({ ...each, start, length: word.length }));
}

type Name = Pick<DebugProtocol.CompletionItem, 'label' | 'type'>;

function namesIn({ door }: Session, { simulation }: Debuggee, frame: FrameOfTask | null): Name[] {
  const variables = frame
    ? [...door.frameVariables(simulation, frame), ...door.globalVariables(simulation, frame)]
    : simulation.program.images.flatMap(({ globals }) => globals.filter(({ symbol }) => !symbol.place.file.builtIn));
  const functions = simulation.program.functions.filter((each) => !each.builtIn);
  return [
    ...[...new Set(variables.map((each) => each.name))].map((label): Name => ({ label, type: 'variable' })),
    ...functions.map((each): Name => ({ label: each.name, type: 'function' })),
  ];
}

function memberNames(session: Session, debuggee: Debuggee, frame: FrameOfTask | null, whole: string): Name[] {
  const value = quietly(() => evaluate(session, debuggee, frame, whole, false));
  if (!value) return [];
  const type = value.type.kind === 'pointer' ? value.type.target : value.type;
  if (type.kind !== 'record') return [];
  return membersOf(value, type).map(({ name }) => ({ label: name, type: 'field' }));
}

/** What is half typed need not make sense yet. */
function quietly(work: () => CValue): CValue | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}
