/** Expressions: watches, hovers, the debug console, assignments by expression, completion. */
import { integer, object, optional, text } from '../arguments.ts';
import { complete } from '../completion.ts';
import { reportJournal } from '../execution/journal-output.ts';
import { announceChange, assign, evaluate, valueOfInteger } from '../evaluation.ts';
import { presentationOf } from '../presentation/session-presentation.ts';
import { presentValue } from '../presentation/variables.ts';
import { stoppedDebuggee, type Debuggee, type Session } from '../session-state.ts';
import type { CValue } from '../simulator-door.ts';
import { request, type Requests } from './request.ts';
import { frameOf } from './stack.ts';
import { formatShape } from './variables.ts';

export const evaluationRequests: Requests = {
  evaluate: request(
    object({ expression: text, frameId: optional(integer), context: optional(text), format: optional(formatShape) }),
    (session, { expression, frameId, context, format }) => {
      const debuggee = stoppedDebuggee(session);
      const frame = frameOf(session, frameId);
      // Watches and hovers are evaluated again and again: they must not change what they look at.
      const sideEffects = context === 'repl';
      const value = evaluate(session, debuggee, frame, expression, sideEffects);
      reportJournal(session, debuggee, true);
      const shown = { hex: format?.hex ?? false, full: context === 'clipboard' };
      const presentation = presentationOf(session, debuggee, frame, shown);
      const { value: result, ...rest } = presentValue(presentation, {
        value,
        expression: sideEffects ? null : expression,
      });
      if (sideEffects) announceChange(session, value);
      const leads = context === 'hover' ? whereItLeads(session, debuggee, value) : '';
      return { result: `${result}${leads}`, ...rest };
    },
  ),

  setExpression: request(
    object({ expression: text, value: text, frameId: optional(integer), format: optional(formatShape) }),
    (session, { expression, value, frameId, format }) => {
      const debuggee = stoppedDebuggee(session);
      return assign(session, debuggee, { frame: frameOf(session, frameId), expression }, value, format?.hex ?? false);
    },
  ),

  completions: request(
    object({ text, column: integer, line: optional(integer), frameId: optional(integer) }),
    (session, args) => ({
      targets: complete(session, stoppedDebuggee(session), frameOf(session, args.frameId), args),
    }),
  ),
};

/** Of a bus address under the pointer: its way to memory, and what stands there. */
function whereItLeads(session: Session, debuggee: Debuggee, value: CValue): string {
  const { type } = value;
  if (type.kind !== 'integer' || type.typedefName !== 'dma_addr_t') return '';
  const address = valueOfInteger(session, debuggee, value);
  const view = address === null ? null : session.door.busAddress(debuggee.simulation, null, address);
  return view ? ` ${session.door.busAddressText(view)}` : '';
}
