/** Data breakpoints as clients set them: which bytes a variable, expression or address names, and who is to be caught touching them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CType, DataBreakpointRequest, WatchedVariable } from '../../simulator/index.ts';
import { evaluate, memoryOf } from '../evaluation.ts';
import { memoryReference, readMemoryReference, type MemoryLocation } from '../memory-reference.ts';
import { sizeOf } from '../presentation/parts.ts';
import { isPhysicalAddress } from '../presentation/scalars.ts';
import type { Debuggee, Session } from '../session-state.ts';
import type { FrameOfTask } from '../simulator-door.ts';

/** Offered as DAP's breakpoint modes: on a machine with DMA it matters who writes. */
export const dataBreakpointModes: DebugProtocol.BreakpointMode[] = [
  { mode: 'any', label: 'CPU or device', description: 'Any access, by a CPU or by DMA.', appliesTo: ['data'] },
  { mode: 'cpu', label: 'CPU', description: 'Accesses of CPUs and their caches only.', appliesTo: ['data'] },
  { mode: 'device', label: 'Device', description: 'Accesses of devices by DMA only.', appliesTo: ['data'] },
];
type Mode = DataBreakpointRequest['by'];

export interface WatchedData extends MemoryLocation {
  /** bytes */
  readonly length: number;
}

/** A variable that the compiler keeps in a register of its function's frame. */
export interface InRegister {
  readonly register: string;
  readonly frame: FrameOfTask;
}

/** Largest number of bytes one breakpoint watches. */
export const mostWatched = 1024 * 1024;

/** Where an expression's object stands, `bytes` long if that is given; more bytes than a pointer or bus address has are those that it leads to. A sentence: it has no place in memory. */
export function locateData(
  session: Session,
  debuggee: Debuggee,
  frame: FrameOfTask | null,
  expression: string,
  bytes: number | null,
): WatchedData | InRegister | string {
  if (bytes !== null && bytes < 1) return `${bytes} bytes of '${expression}' are nothing to look at`;
  if (readMemoryReference(expression)) return { ...memoryOf(session, debuggee, frame, expression), length: bytes ?? 8 };
  const value = evaluate(session, debuggee, frame, expression, false);
  if (isAddress(value.type) && bytes !== null && bytes > sizeOf(value.type))
    return { ...memoryOf(session, debuggee, frame, expression), length: bytes };
  if (value.address === null)
    return frame && isInRegister(session, debuggee, frame, expression.trim())
      ? { register: expression.trim(), frame }
      : `'${expression}' is no object: it stands nowhere`;
  return { space: value.space, address: value.address, length: bytes ?? Math.max(1, sizeOf(value.type)) };
}

function isInRegister({ door }: Session, { simulation }: Debuggee, frame: FrameOfTask, name: string): boolean {
  return door
    .frameVariables(simulation, frame)
    .some((each) => each.name === name && !each.shadowed && each.value.address === null);
}

/** A sentence: nothing watches it. */
export function variableOf(
  { door }: Session,
  { simulation }: Debuggee,
  { register: name, frame }: InRegister,
): WatchedVariable | string {
  const stack = door.stackTrace(simulation, frame.task);
  const { function: owner, builtIn } = stack[frame.depth]!;
  return builtIn
    ? `'${name}' is kept in a register of code that ships, which nothing watches. *Who Wrote This?* finds its last change`
    : { task: frame.task, depth: stack.length - frame.depth, function: owner, name };
}

function isAddress(type: CType): boolean {
  return type.kind === 'pointer' || isPhysicalAddress(type);
}

export function variableId({ task, depth, function: owner, name }: WatchedVariable): string {
  return `variable/${task}/${depth}/${owner}/${name}`;
}

/** null: not one of ours. */
export function readVariableId(id: string): WatchedVariable | null {
  const [, task, depth, owner, name] = /^variable\/(\d+)\/(\d+)\/(\w+)\/(\w+)$/.exec(id) ?? [];
  return owner === undefined ? null : { task: Number(task), depth: Number(depth), function: owner, name: name! };
}

const dataIdForm = /^(.+)\/(\d+)\/(any|cpu|device)$/;

/** Names the bytes for as long as the session lasts. */
export function dataId({ length, ...location }: WatchedData, mode: Mode): string {
  return `${memoryReference(location)}/${length}/${mode}`;
}

/** null: not one of ours. */
export function readDataId(id: string): (WatchedData & { readonly mode: Mode }) | null {
  const [, reference, length, mode] = dataIdForm.exec(id) ?? [];
  const location = reference === undefined ? null : readMemoryReference(reference);
  return location && { ...location, length: Number(length), mode: mode as Mode };
}
