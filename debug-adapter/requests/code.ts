/** Code as such: breakpoints on functions and instructions, disassembly, going on elsewhere, and what a step could enter. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { InstructionText } from '../../simulator/index.ts';
import { flag, integer, list, object, optional, text } from '../arguments.ts';
import { fromClientLine, toClientColumn, toClientLine } from '../client.ts';
import { changeStops } from '../breakpoints/set-stops.ts';
import { announceJump } from '../execution/stops.ts';
import { resumeBack } from '../execution/run-loop.ts';
import { readMemoryReference } from '../memory-reference.ts';
import { RequestError } from '../request-error.ts';
import { debuggeeOf, stoppedDebuggee, type Debuggee, type Session } from '../session-state.ts';
import { describeSource, pathOfSource } from '../sources.ts';
import { sourceShape } from './breakpoints.ts';
import { requireTask, withHistory } from './execution.ts';
import { request, type Requests } from './request.ts';

const conditions = { condition: optional(text), hitCondition: optional(text) };
const mostInstructions = 10_000;

export const codeRequests: Requests = {
  setFunctionBreakpoints: request(
    object({ breakpoints: list(object({ name: text, ...conditions })) }),
    (session, { breakpoints }) => {
      const { simulation } = debuggeeOf(session);
      const placed = session.breakpoints.setFunctions(session.door, simulation.program, breakpoints);
      changeStops(session, simulation, 'lines');
      return {
        breakpoints: placed.map(({ id, problem, note }) => {
          const message = problem ?? note;
          return { id, verified: problem === null, ...(message === null ? {} : { message }) };
        }),
      };
    },
  ),

  setInstructionBreakpoints: request(
    object({
      breakpoints: list(object({ instructionReference: text, offset: optional(integer), ...conditions })),
    }),
    (session, { breakpoints }) => {
      const { simulation } = debuggeeOf(session);
      session.instructionBreakpoints = breakpoints.map(({ instructionReference, offset, ...rest }) => {
        const address = addressOf(instructionReference, offset);
        return { id: session.breakpoints.idOf(`instruction ${address} ${JSON.stringify(rest)}`), address, ...rest };
      });
      changeStops(session, simulation, 'instructions');
      return {
        breakpoints: session.instructionBreakpoints.map(({ id, address }) =>
          session.door.pcAt(simulation.program, address) === null
            ? { id, verified: false, message: 'there is no instruction at this address' }
            : { id, verified: true },
        ),
      };
    },
  ),

  disassemble: request(
    object({
      memoryReference: text,
      offset: optional(integer),
      instructionOffset: optional(integer),
      instructionCount: integer,
      resolveSymbols: optional(flag),
    }),
    (session, { memoryReference, offset, instructionOffset, instructionCount }) => {
      const { simulation } = debuggeeOf(session);
      const address = addressOf(memoryReference, offset);
      const count = Math.max(0, Math.min(mostInstructions, instructionCount));
      const rows = session.door.disassembly(simulation.program, address, instructionOffset ?? 0, count);
      return { instructions: (rows ?? new Array<null>(count).fill(null)).map((row) => describe(session, row)) };
    },
  ),

  gotoTargets: request(object({ source: sourceShape, line: integer, column: optional(integer) }), (session, args) => {
    const { simulation } = stoppedDebuggee(session);
    const line = session.door.resolveLine(
      simulation.program,
      pathOfSource(session, args.source),
      fromClientLine(session.client, args.line),
    );
    return {
      targets: (line?.statements ?? []).map((statement) => ({
        id: statement,
        label: `line ${toClientLine(session.client, line!.line)}`,
        line: toClientLine(session.client, line!.line),
        column: toClientColumn(session.client, line!.column),
      })),
    };
  }),

  goto: request(object({ threadId: integer, targetId: integer }), (session, { threadId, targetId }) => {
    const debuggee = stoppedDebuggee(session);
    requireTask(session, threadId);
    const problem = session.door.jumpTo(debuggee.simulation, threadId, targetId);
    if (problem !== null) throw new RequestError('notNow', `cannot go on there: ${problem}`);
    setImmediate(() => announceJump(session, threadId));
  }),

  restartFrame: request(object({ frameId: integer }), (session, { frameId }) => {
    const { task, depth } = session.references.frameOf(frameId);
    resumeBack(session, withHistory(session), { kind: 'frame-entry', task, depth });
  }),

  stepInTargets: request(object({ frameId: integer }), (session, { frameId }) => {
    const { simulation } = stoppedDebuggee(session);
    const { task, depth } = session.references.frameOf(frameId);
    const calls = depth === 0 ? session.door.callsOfLine(simulation, task, depth) : [];
    return { targets: calls.map(({ index, name }) => ({ id: index, label: name })) };
  }),

  modules: request(object({ startModule: optional(integer), moduleCount: optional(integer) }), (session, args) => {
    const all = modulesOf(debuggeeOf(session));
    const first = Math.max(0, args.startModule ?? 0);
    return {
      modules: all.slice(first, args.moduleCount ? first + args.moduleCount : undefined),
      totalModules: all.length,
    };
  }),
};

function addressOf(reference: string, offset: number | null): bigint {
  const location = readMemoryReference(reference);
  if (!location) throw new RequestError('badArguments', `'${reference}' is no address of an instruction`);
  return location.address + BigInt(offset ?? 0);
}

/** A client counts on as many rows as it has asked for. */
function describe(session: Session, row: InstructionText | null): DebugProtocol.DisassembledInstruction {
  if (!row) return { address: '0x0', instruction: '(no instruction)', presentationHint: 'invalid' };
  return {
    address: `0x${row.address.toString(16)}`,
    instruction: row.text,
    symbol: row.function,
    location: describeSource(session, row.path),
    line: toClientLine(session.client, row.line),
    column: toClientColumn(session.client, row.column),
  };
}

/** The images: kernel with the driver, and each program. */
function modulesOf({ simulation }: Debuggee): DebugProtocol.Module[] {
  return simulation.program.images.map(({ name, mode, textBase, firstInstruction, endInstruction, units }, id) => ({
    id,
    name,
    isUserCode: true,
    isOptimized: false,
    symbolStatus: `${units.length} C files`,
    addressRange: `0x${textBase.toString(16)}-0x${(textBase + 16n * BigInt(endInstruction - firstInstruction)).toString(16)}`,
    mode,
  }));
}
