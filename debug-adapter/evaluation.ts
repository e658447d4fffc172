/** C expressions on behalf of the client: evaluated in a frame, assigned to, or read as an address. */
import { announcePosition } from './execution/position.ts';
import { expressionOf } from './presentation/edited-text.ts';
import { sizeOf } from './presentation/parts.ts';
import { integerOf, Unreadable } from './presentation/reading.ts';
import { isPhysicalAddress } from './presentation/scalars.ts';
import { presentationOf } from './presentation/session-presentation.ts';
import { memoryNamedBy, targetSpace } from './presentation/value-text.ts';
import { presentValue, type PresentedValue } from './presentation/variables.ts';
import { memoryReference, readMemoryReference, type MemoryLocation } from './memory-reference.ts';
import { RequestError } from './request-error.ts';
import type { Debuggee, Session } from './session-state.ts';
import { announceMemory } from './shown-memory.ts';
import type { CValue, FrameOfTask } from './simulator-door.ts';

export function evaluate(
  { door }: Session,
  { simulation }: Debuggee,
  frame: FrameOfTask | null,
  text: string,
  sideEffects: boolean,
): CValue {
  const outcome = door.evaluate(simulation, frame, text, { sideEffects });
  if (outcome.ok) return outcome.value;
  throw new RequestError('cannotEvaluate', outcome.message);
}

/** `target = (text)` as C does it, conversions included. The new value as shown. */
export function assign(
  session: Session,
  debuggee: Debuggee,
  { frame, expression }: { readonly frame: FrameOfTask | null; readonly expression: string },
  text: string,
  hex: boolean,
): PresentedValue {
  evaluate(session, debuggee, frame, assignment(session, debuggee, { frame, expression }, expressionOf(text)), true);
  const value = evaluate(session, debuggee, frame, expression, false);
  announceChange(session, value);
  return presentValue(presentationOf(session, debuggee, frame, { hex }), { value, expression });
}

/** Text goes into an array as an initializer would; a pointer to it would be left behind when the expression is gone. */
function assignment(
  session: Session,
  debuggee: Debuggee,
  { frame, expression }: { readonly frame: FrameOfTask | null; readonly expression: string },
  text: string,
): string {
  if (text.trim() === '') throw new RequestError('cannotWrite', `what '${expression}' shall be is missing`);
  if (!/^\s*"/.test(text)) return `${expression} = (${text})`;
  const { type } = evaluate(session, debuggee, frame, expression, false);
  if (type.kind === 'pointer')
    throw new RequestError(
      'cannotWrite',
      `no memory holds ${text.trim()} for '${expression}' to point to: give it the address of an object, or change the characters it points to`,
    );
  if (type.kind !== 'array') return `${expression} = (${text})`;
  return `({ struct { __typeof__(${expression}) bytes; } text = { ${text} }; *(__typeof__(text) *)&(${expression}) = text; 0; })`;
}

/** Everything a client has on display may differ now; memory views also need to know where. */
export function announceChange(session: Session, changed: CValue | null): void {
  const { understands } = session.client;
  if (understands.memory && changed && changed.address !== null)
    session.send('memory', {
      memoryReference: memoryReference({ space: changed.space, address: changed.address }),
      offset: 0,
      count: Math.max(1, sizeOf(changed.type)),
    });
  announceMemory(session);
  if (understands.invalidated) session.send('invalidated', { areas: ['variables'] });
  announcePosition(session);
}

/** The address that is an expression's value: a memory reference, a pointer's target, a number; of what is neither, where it stands. */
export function addressOf(
  session: Session,
  debuggee: Debuggee,
  frame: FrameOfTask | null,
  expression: string,
): MemoryLocation {
  const location = readMemoryReference(expression);
  return location ?? addressIn(session, debuggee, evaluate(session, debuggee, frame, expression, false), expression);
}

function addressIn(session: Session, debuggee: Debuggee, value: CValue, expression: string): MemoryLocation {
  const { source } = presentationOf(session, debuggee, null, { hex: false });
  try {
    const { type } = value;
    if (type.kind === 'pointer') {
      const address = integerOf(source, value, 8, false);
      return { space: targetSpace(value.space, address), address };
    }
    if (type.kind === 'integer') {
      const address = integerOf(source, value, type.size, false);
      return { space: isPhysicalAddress(type) ? 'physical' : targetSpace(value.space, address), address };
    }
  } catch (error) {
    if (error instanceof Unreadable) throw new RequestError('cannotRead', `'${expression}': ${error.message}`);
    throw error;
  }
  if (value.address !== null) return { space: value.space, address: value.address };
  throw new RequestError('cannotEvaluate', `'${expression}' is neither an address nor an object in memory`);
}

/** The memory that an expression is about: what a pointer or bus address leads to, else where the object stands; a number that is no object's is an address. */
export function memoryOf(
  session: Session,
  debuggee: Debuggee,
  frame: FrameOfTask | null,
  expression: string,
): MemoryLocation {
  const location = readMemoryReference(expression);
  if (location) return location;
  const value = evaluate(session, debuggee, frame, expression, false);
  const named = memoryNamedBy(presentationOf(session, debuggee, frame, { hex: false }).source, value);
  if (named) return named;
  const address = addressIn(session, debuggee, value, expression);
  if (address.space === 'physical')
    throw new RequestError('cannotRead', `nothing is mapped for a device at 0x${address.address.toString(16)} now`);
  if (value.type.kind !== 'pointer' && isVariable(session, debuggee, frame, expression))
    throw new RequestError(
      'cannotRead',
      `'${expression}' is kept in a register: no memory holds it. Its value is taken as an address where you write +${expression}`,
    );
  return address;
}

function isVariable({ door }: Session, { simulation }: Debuggee, frame: FrameOfTask | null, name: string): boolean {
  return frame !== null && door.frameVariables(simulation, frame).some((each) => each.name === name.trim());
}

/** Unsigned; null: it cannot be read. */
export function valueOfInteger(session: Session, debuggee: Debuggee, value: CValue): bigint | null {
  if (value.type.kind !== 'integer') return null;
  try {
    return integerOf(presentationOf(session, debuggee, null, { hex: false }).source, value, value.type.size, false);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}
