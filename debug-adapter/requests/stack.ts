/** Stack frames and their scopes. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { FrameInfo } from '../../simulator/index.ts';
import { flag, integer, object, optional } from '../arguments.ts';
import { toClientColumn, toClientLine } from '../client.ts';
import { presentationOf } from '../presentation/session-presentation.ts';
import { valueText } from '../presentation/value-text.ts';
import type { FrameOfTask } from '../simulator-door.ts';
import { debuggeeOf, stoppedDebuggee, type Debuggee, type Session } from '../session-state.ts';
import { describeSource } from '../sources.ts';
import { requireTask } from './execution.ts';
import { request, type Requests } from './request.ts';

const formatShape = object({
  hex: optional(flag),
  parameters: optional(flag),
  line: optional(flag),
  module: optional(flag),
});
type StackFormat = ReturnType<typeof formatShape>;

export const stackRequests: Requests = {
  stackTrace: request(
    object({
      threadId: integer,
      startFrame: optional(integer),
      levels: optional(integer),
      format: optional(formatShape),
    }),
    (session, { threadId, startFrame, levels, format }) => {
      const debuggee = stoppedDebuggee(session);
      requireTask(session, threadId);
      const frames = session.door.stackTrace(debuggee.simulation, threadId);
      const first = Math.max(0, startFrame ?? 0);
      const shown = frames.slice(first, levels ? first + levels : undefined);
      return {
        stackFrames: shown.map((frame) => describeFrame(session, debuggee, threadId, frame, format)),
        totalFrames: frames.length,
      };
    },
  ),

  scopes: request(object({ frameId: integer }), (session, { frameId }) => {
    const debuggee = stoppedDebuggee(session);
    return { scopes: scopesOf(session, debuggee, session.references.frameOf(frameId)) };
  }),
};

function describeFrame(
  session: Session,
  debuggee: Debuggee,
  task: number,
  frame: FrameInfo,
  format: StackFormat | null,
): DebugProtocol.StackFrame {
  const { client } = session;
  const address = { task, depth: frame.depth };
  return {
    id: session.references.frame(address),
    name: frameName(session, debuggee, address, frame, format),
    source: describeSource(session, frame.path),
    line: toClientLine(client, frame.line),
    column: toClientColumn(client, frame.column),
    ...(client.selectsFrames
      ? {}
      : { endLine: toClientLine(client, frame.endLine), endColumn: toClientColumn(client, frame.endColumn) }),
    instructionPointerReference: `0x${frame.instructionAddress.toString(16)}`,
    ...(frame.builtIn ? { presentationHint: 'subtle' } : {}),
  };
}

function frameName(
  session: Session,
  debuggee: Debuggee,
  address: FrameOfTask,
  frame: FrameInfo,
  format: StackFormat | null,
): string {
  const { program } = debuggee.simulation;
  const info = program.functions[frame.functionIndex];
  const module = format?.module && info ? `${program.images[info.image]!.name}!` : '';
  const parameters = format?.parameters ? `(${parametersText(session, debuggee, address, format.hex ?? false)})` : '';
  const line = format?.line ? ` Line ${toClientLine(session.client, frame.line)}` : '';
  return `${module}${frame.function}${parameters}${line}${frame.interrupt ? ' (interrupt)' : ''}`;
}

function parametersText(session: Session, debuggee: Debuggee, address: FrameOfTask, hex: boolean): string {
  const { door } = session;
  const frame = door.stackTrace(debuggee.simulation, address.task)[address.depth]!;
  const count = debuggee.simulation.program.functions[frame.functionIndex]?.type.parameters.length ?? 0;
  const { source } = presentationOf(session, debuggee, address, { hex: false });
  return door
    .frameVariables(debuggee.simulation, address)
    .slice(0, count)
    .map(({ name, value }) => `${name}=${valueText(source, value, { hex })}`)
    .join(', ');
}

function scopesOf(session: Session, debuggee: Debuggee, frame: FrameOfTask): DebugProtocol.Scope[] {
  const { references, door } = session;
  return [
    {
      name: 'Locals',
      presentationHint: 'locals',
      variablesReference: references.owner({ kind: 'locals', frame }),
      expensive: false,
    },
    { name: 'Globals', variablesReference: references.owner({ kind: 'globals', frame }), expensive: true },
    ...door.devices(debuggee.simulation).map(({ name, registers }): DebugProtocol.Scope => ({
      name: `Registers of ${name}`,
      presentationHint: 'registers',
      variablesReference: references.owner({ kind: 'registers', device: name }),
      namedVariables: registers.length,
      expensive: true,
    })),
  ];
}

export function frameOf(session: Session, frameId: number | null): FrameOfTask | null {
  debuggeeOf(session);
  return frameId === null ? null : session.references.frameOf(frameId);
}
