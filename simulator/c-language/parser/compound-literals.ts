/** Compound literals: unnamed objects, static at file scope and automatic in blocks (C11 6.5.2.5). */
import { isComplete } from '../layout.ts';
import { quoteType } from '../type-operations/description.ts';
import type { Place } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { CType } from '../types.ts';
import { reportError } from './diagnostics.ts';
import { parseInitializer } from './initializers.ts';
import type { Parser } from './state.ts';
import { newVariable } from './symbols.ts';

/** At the `{` behind the type in parentheses, which began at `start`. */
export function parseCompoundLiteral(parser: Parser, type: CType, start: Place): Expression {
  const context = parser.function;
  const storage = context ? 'automatic' : 'static';
  const { initializer, type: completed } = parseInitializer(parser, type, storage === 'static', start);
  const declaration = { name: '(compound literal)', type: completed, place: start, attributes: [] };
  const symbol = newVariable(declaration, storage, { functionName: context?.symbol.name ?? null });
  symbol.initializer = initializer;
  symbol.addressTaken = true;
  if (!isComplete(completed) && completed.kind !== 'error') {
    reportError(parser, 'incomplete-type', `compound literal has incomplete type ${quoteType(completed)}`, start);
  }
  if (parser.unevaluated === 0) {
    if (context) context.locals.push(symbol);
    else parser.statics.push(symbol);
  }
  return {
    kind: 'compound-literal',
    type: completed,
    place: start,
    start,
    end: parser.previous.place,
    lvalue: true,
    symbol,
  };
}
