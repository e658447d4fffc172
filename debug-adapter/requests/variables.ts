/** The contents of scopes and values, and changing them. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { flag, integer, object, oneOf, optional, text } from '../arguments.ts';
import { assign } from '../evaluation.ts';
import { presentParts, presentVariable } from '../presentation/variables.ts';
import { presentationOf } from '../presentation/session-presentation.ts';
import { registerFields, registersOf } from '../presentation/registers.ts';
import type { VariablesOwner } from '../references.ts';
import { RequestError } from '../request-error.ts';
import { stoppedDebuggee, type Debuggee, type Session } from '../session-state.ts';
import type { FrameOfTask, NamedValue } from '../simulator-door.ts';
import { request, type Requests } from './request.ts';

export const formatShape = object({ hex: optional(flag) });

/** Enough for any client's window; a client that wants more asks with `start`. */
const mostAtOnce = 10_000;

export const variableRequests: Requests = {
  variables: request(
    object({
      variablesReference: integer,
      filter: optional(oneOf('named', 'indexed')),
      start: optional(integer),
      count: optional(integer),
      format: optional(formatShape),
    }),
    (session, args) => {
      const debuggee = stoppedDebuggee(session);
      const owner = session.references.ownerOf(args.variablesReference);
      if (args.filter && args.filter !== kindOfParts(owner)) return { variables: [] };
      const first = Math.max(0, args.start ?? 0);
      const range = { first, count: Math.min(mostAtOnce, args.count || mostAtOnce) };
      return { variables: variablesOf(session, debuggee, owner, range, args.format?.hex ?? false) };
    },
  ),

  setVariable: request(
    object({ variablesReference: integer, name: text, value: text, format: optional(formatShape) }),
    (session, { variablesReference, name, value, format }) => {
      const debuggee = stoppedDebuggee(session);
      const owner = session.references.ownerOf(variablesReference);
      const target = assignable(session, debuggee, owner, name);
      const { value: shown, ...result } = assign(session, debuggee, target, value, format?.hex ?? false);
      return { value: shown, ...result };
    },
  ),
};

/** The frame and expression by which C reaches what a client names by a `variablesReference`. */
export function expressionOfVariable(
  session: Session,
  debuggee: Debuggee,
  variablesReference: number,
  name: string,
): Parameters<typeof assign>[2] {
  return assignable(session, debuggee, session.references.ownerOf(variablesReference), name);
}

function kindOfParts(owner: VariablesOwner): 'named' | 'indexed' {
  return owner.kind === 'value' && owner.container.value.type.kind === 'array' ? 'indexed' : 'named';
}

interface Range {
  readonly first: number;
  readonly count: number;
}

function variablesOf(
  session: Session,
  debuggee: Debuggee,
  owner: VariablesOwner,
  { first, count }: Range,
  hex: boolean,
): DebugProtocol.Variable[] {
  const { door } = session;
  switch (owner.kind) {
    case 'value':
      return presentParts(presentationOf(session, debuggee, owner.frame, { hex }), owner.container, first, count);
    case 'registers':
      return registersOf(session, debuggee, owner.device).slice(first, first + count);
    case 'register':
      return registerFields(session, debuggee, owner.device, owner.register).slice(first, first + count);
    default: {
      const list = owner.kind === 'locals' ? door.frameVariables : door.globalVariables;
      const presentation = presentationOf(session, debuggee, owner.frame, { hex });
      return list(debuggee.simulation, owner.frame)
        .slice(first, first + count)
        .map((each) => presentVariable(presentation, withLength(session, debuggee, owner.frame, each)));
    }
  }
}

/** The type of a variable length array does not say how long it is now; an expression's does. */
function withLength({ door }: Session, { simulation }: Debuggee, frame: FrameOfTask, named: NamedValue): NamedValue {
  const { type } = named.value;
  if (type.kind !== 'array' || type.variableLength === null || named.shadowed) return named;
  const outcome = door.evaluate(simulation, frame, named.name, { sideEffects: false });
  return outcome.ok ? { ...named, value: outcome.value } : named;
}

/** The frame and expression by which C reaches the variable. Throws where nothing can be assigned. */
function assignable(
  session: Session,
  debuggee: Debuggee,
  owner: VariablesOwner,
  name: string,
): Parameters<typeof assign>[2] {
  if (owner.kind === 'registers' || owner.kind === 'register')
    throw new RequestError('cannotWrite', 'a device register is written by the driver: its device would act on it');
  const everything = { first: elementIndex(owner, name), count: mostAtOnce };
  const found = variablesOf(session, debuggee, owner, everything, false).find((each) => each.name === name);
  if (!found) throw new RequestError('cannotWrite', `there is no variable '${name}' here`);
  if (found.evaluateName === undefined)
    throw new RequestError(
      'cannotWrite',
      `'${name}' cannot be assigned: no expression names it here (an inner variable may hide it)`,
    );
  return { frame: owner.frame, expression: found.evaluateName };
}

function elementIndex(owner: VariablesOwner, name: string): number {
  return kindOfParts(owner) === 'indexed' ? Number(/^\[(\d+)\]$/.exec(name)?.[1] ?? 0) : 0;
}
