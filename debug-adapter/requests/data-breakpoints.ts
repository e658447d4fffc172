/** Breakpoints on data: what can be watched, and watching it. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DataBreakpointRequest, WatchedVariable } from '../../simulator/index.ts';
import { flag, integer, list, object, oneOf, optional, text } from '../arguments.ts';
import {
  dataId,
  locateData,
  mostWatched,
  readDataId,
  readVariableId,
  variableId,
  variableOf,
} from '../breakpoints/data-breakpoints.ts';
import { changeStops } from '../breakpoints/set-stops.ts';
import { debuggeeOf, stoppedDebuggee, type Debuggee, type Session } from '../session-state.ts';
import type { FrameOfTask } from '../simulator-door.ts';
import { request, type Requests } from './request.ts';
import { frameOf } from './stack.ts';
import { expressionOfVariable } from './variables.ts';

const accessType = oneOf('read', 'write', 'readWrite');

export const dataBreakpointRequests: Requests = {
  dataBreakpointInfo: request(
    object({
      variablesReference: optional(integer),
      name: text,
      frameId: optional(integer),
      bytes: optional(integer),
      asAddress: optional(flag),
      mode: optional(oneOf('any', 'cpu', 'device')),
    }),
    (session, { variablesReference, name, frameId, bytes, mode }) => {
      const debuggee = stoppedDebuggee(session);
      const { frame, expression } = variablesReference
        ? expressionOfVariable(session, debuggee, variablesReference, name)
        : { frame: frameOf(session, frameId), expression: name };
      return describe(session, debuggee, frame, expression, bytes, mode ?? 'any');
    },
  ),

  setDataBreakpoints: request(
    object({
      breakpoints: list(
        object({
          dataId: text,
          accessType: optional(accessType),
          condition: optional(text),
          hitCondition: optional(text),
        }),
      ),
    }),
    (session, { breakpoints }) => {
      const debuggee = debuggeeOf(session);
      const requests = breakpoints.map((each) => requestOf(session, debuggee, each));
      session.dataBreakpoints = requests.filter((each) => typeof each !== 'string');
      changeStops(session, debuggee.simulation, 'data');
      return {
        breakpoints: requests.map((each) =>
          typeof each === 'string' ? { verified: false, message: each } : { id: each.id, verified: true },
        ),
      };
    },
  ),
};

function describe(
  session: Session,
  debuggee: Debuggee,
  frame: FrameOfTask | null,
  expression: string,
  bytes: number | null,
  mode: DataBreakpointRequest['by'],
): DebugProtocol.DataBreakpointInfoResponse['body'] {
  const data = locateData(session, debuggee, frame, expression, bytes);
  if (typeof data === 'string') return { dataId: null, description: data };
  if ('register' in data) return describeVariable(variableOf(session, debuggee, data), mode);
  if (data.length > mostWatched)
    return {
      dataId: null,
      description: `'${expression}' has ${data.length} bytes: at most ${mostWatched} can be watched`,
    };
  const ranges = session.door.physicalRanges(debuggee.simulation, data.space, data.address, data.length);
  if (!ranges) return { dataId: null, description: `'${expression}' is not mapped to memory now` };
  return {
    dataId: dataId(data, mode),
    description: `${expression} (${data.length} byte${data.length === 1 ? '' : 's'} at 0x${data.address.toString(16)})`,
    accessTypes: ['read', 'write', 'readWrite'],
    canPersist: false,
  };
}

function describeVariable(
  variable: WatchedVariable | string,
  mode: DataBreakpointRequest['by'],
): DebugProtocol.DataBreakpointInfoResponse['body'] {
  if (typeof variable === 'string') return { dataId: null, description: variable };
  const { name, function: owner } = variable;
  if (mode === 'device') return { dataId: null, description: `'${name}' is kept in a register: no device writes it` };
  return {
    dataId: variableId(variable),
    description: `${name} (in a register: stops behind each statement of ${owner}() that changes it)`,
    accessTypes: ['write'],
    canPersist: false,
  };
}

interface Wanted {
  readonly dataId: string;
  readonly accessType: DataBreakpointRequest['access'] | null;
  readonly condition: string | null;
  readonly hitCondition: string | null;
}

/** A sentence: why it cannot be watched. */
function requestOf(session: Session, { simulation }: Debuggee, wanted: Wanted): DataBreakpointRequest | string {
  const variable = readVariableId(wanted.dataId);
  if (variable) return watchOf(session, wanted, { variable, ranges: [], access: 'write', by: 'cpu' });
  const data = readDataId(wanted.dataId);
  if (!data) return `'${wanted.dataId}' is no data id of this session`;
  const ranges = session.door.physicalRanges(simulation, data.space, data.address, data.length);
  // The pages of a process move, are copied and swapped out; those of the kernel stay.
  const virtual = typeof data.space === 'number' ? { ...data, task: data.space } : null;
  if (!ranges && !virtual) return 'it is not mapped to memory now';
  return watchOf(session, wanted, {
    ranges: ranges ?? [],
    virtual: virtual && { task: virtual.task, address: virtual.address, length: virtual.length },
    access: wanted.accessType ?? 'write',
    by: data.mode,
  });
}

function watchOf(
  session: Session,
  wanted: Wanted,
  what: Pick<DataBreakpointRequest, 'variable' | 'ranges' | 'virtual' | 'access' | 'by'>,
): DataBreakpointRequest {
  const { condition, hitCondition } = wanted;
  return { id: session.breakpoints.idOf(`data ${JSON.stringify(wanted)}`), ...what, condition, hitCondition };
}
