/** `#pragma` and `_Pragma`: obeyed here or dropped; of `pack` the parser is told from which token on it holds. */
import type { Place } from '../source.ts';
import type { Token } from '../token.ts';
import type { Preprocessor } from './state.ts';
import { obeyPack } from './pragma-pack.ts';
import { report } from './state.ts';

/** `line` is what follows `#pragma`. */
export function obeyPragma(preprocessor: Preprocessor, line: readonly Token[], place: Place): void {
  const name = line[0]?.text;
  if (name === 'once') preprocessor.once.add(preprocessor.file.lexed.file.path);
  else if (name === 'push_macro' || name === 'pop_macro') keepMacro(preprocessor, name, line, place);
  else if (name === 'GCC') obeyGccPragma(preprocessor, line, place);
  else if (name === 'pack') obeyPack(preprocessor, line, place);
  else if (name === 'scalar_storage_order') {
    const message = `'#pragma ${name}' is not modelled: layouts are as if it was not there`;
    report(preprocessor, 'warning', 'pragma-not-modelled', message, place);
  }
}

/** `#pragma GCC error "…"` and `warning "…"`; what else GCC knows changes its own warnings and optimisations only. */
function obeyGccPragma(preprocessor: Preprocessor, line: readonly Token[], place: Place): void {
  const kind = line[1]?.text;
  if (kind !== 'error' && kind !== 'warning') return;
  const message = line
    .slice(2)
    .map((token) => token.text.replace(/^"|"$/g, ''))
    .join(' ');
  report(preprocessor, kind, 'pragma-message', message, place);
}

function keepMacro(
  preprocessor: Preprocessor,
  action: 'push_macro' | 'pop_macro',
  line: readonly Token[],
  place: Place,
) {
  const literal = line[2];
  if (line[1]?.text !== '(' || literal?.kind !== 'string' || line[3]?.text !== ')') {
    report(preprocessor, 'warning', 'invalid-pragma', `'#pragma ${action}' takes ("NAME")`, place);
    return;
  }
  const { macros, pushedMacros } = preprocessor;
  const name = literal.text.slice(1, -1);
  const pushed = pushedMacros.get(name) ?? [];
  if (action === 'push_macro') pushedMacros.set(name, [...pushed, macros.get(name) ?? null]);
  else {
    const definition = pushed.at(-1);
    pushedMacros.set(name, pushed.slice(0, -1));
    if (definition === null) macros.delete(name);
    else if (definition !== undefined) macros.set(name, definition);
  }
}
