/** Where tokens say they come from: spelled places, and chains of expansions out to the written text. */
import { describe, expect, test } from 'vitest';
import { tokenize } from '../../../simulator/c-language/preprocess.ts';
import type { Place } from '../../../simulator/c-language/source.ts';
import { outermostPlace } from '../../../simulator/c-language/source.ts';
import { preprocessFiles, preprocessText } from './preprocess-files.ts';

/** `text@line:column+length`. */
function spelled(text: string, { line, column, length }: Place): string {
  return `${text}@${line}:${column}+${length}`;
}

/** `line:column`, then ` <NAME line:column` for each expansion outwards. */
function chain(place: Place): string {
  const own = `${place.line}:${place.column}`;
  const { expansion } = place;
  return expansion === null ? own : `${own} <${expansion.macro} ${chain(expansion.place)}`;
}

describe('places of tokens as written', () => {
  test.each<[name: string, source: string, places: string[]]>([
    ['one line', 'int  a = 10;', ['int@1:1+3', 'a@1:6+1', '=@1:8+1', '10@1:10+2', ';@1:12+1']],
    ['lines', 'a\n\n  b\n', ['a@1:1+1', 'b@3:3+1']],
    ['CRLF', 'a\r\n b\r\n', ['a@1:1+1', 'b@2:2+1']],
    ['tabs count as one', '\ta\tb', ['a@1:2+1', 'b@1:4+1']],
    ['after comments', '/* x\n y */ a // b\nc', ['a@2:7+1', 'c@3:1+1']],
    ['splice between tokens', 'a \\\n  b', ['a@1:1+1', 'b@2:3+1']],
    ['splice inside a token', 'ab\\\ncd e', ['abcd@1:1+2', 'e@2:4+1']],
    ['two splices inside a token', 'a\\\nbb\\\nc+1', ['abbc@1:1+1', '+@3:2+1', '1@3:3+1']],
    ['splice at a token end', 'ab\\\n+\\\nc', ['ab@1:1+2', '+@2:1+1', 'c@3:1+1']],
    ['spliced comment', 'a /\\\n* \n */ b', ['a@1:1+1', 'b@3:5+1']],
    ['spliced line comment', 'a // x \\\n y\nb', ['a@1:1+1', 'b@3:1+1']],
    ['UTF-16 columns', '"é😀" x', ['"é😀"@1:1+5', 'x@1:7+1']],
    ['byte order mark', '\ufeffa', ['a@1:2+1']],
  ])('%s', (name, source, places) => {
    const tokens = tokenize({ path: name, text: source, builtIn: false });
    expect(tokens.slice(0, -1).map(({ text, place }) => spelled(text, place))).toEqual(places);
    expect(tokens.at(-1)!.kind).toBe('end');
  });
});

describe('chains of expansions', () => {
  test.each<[name: string, source: string, chains: string[]]>([
    ['object-like', '#define A 1 + 2\nx A', ['x 2:1', '1 1:11 <A 2:3', '+ 1:13 <A 2:3', '2 1:15 <A 2:3']],
    ['nested', '#define A B\n#define B 7\n A', ['7 2:11 <B 1:11 <A 3:2']],
    ['arguments keep their spelling', '#define F(x) -x\nF(y)', ['- 1:14 <F 2:1', 'y 2:3 <F 2:1']],
    ['argument on another line', '#define F(x) x\nF(\n  y)', ['y 3:3 <F 2:1']],
    ['macro in an argument', '#define F(x) x\n#define A 1\nF(A)', ['1 2:11 <A 3:3 <F 3:1']],
    ['call in a body', '#define F(x) x\n#define G(y) F(y z)\nG(1)', ['1 3:3 <F 2:14 <G 3:1', 'z 2:18 <F 2:14 <G 3:1']],
    [
      'call in an argument',
      '#define F(x) [x]\nF(F(1))',
      ['[ 1:14 <F 2:1', '[ 1:14 <F 2:3 <F 2:1', '1 2:5 <F 2:3 <F 2:1', '] 1:16 <F 2:3 <F 2:1', '] 1:16 <F 2:1'],
    ],
    ['name from a macro, arguments from the text', '#define F(x) x\n#define N F\nN(1)', ['1 3:3 <F 2:11 <N 3:1']],
    [
      'name from the text, argument expanded before',
      '#define F(x) x\n#define A 1\n#define E(x) x\n#define D\nE(F D (A))',
      ['1 2:11 <A 5:8 <F 5:3 <E 5:1'],
    ],
    ['stringised', '#define S(x) #x\nS(a b)', ['"a b" 1:14 <S 2:1']],
    ['pasted', '#define P(x) x ## _1\nP(a)', ['a_1 2:3 <P 2:1']],
    ['line', '#define L __LINE__\nL __LINE__', ['2 1:11 <__LINE__ 1:11 <L 2:1', '2 2:3 <__LINE__ 2:3']],
  ])('%s', (name, source, chains) => {
    const { tokens } = preprocessText(source);
    expect(tokens.slice(0, -1).map(({ text, place }) => `${text} ${chain(place)}`)).toEqual(chains);
  });

  test('every place ends in the written text of the call', () => {
    const { tokens } = preprocessFiles({
      'main.c': '#include "m.h"\nint f(void) {\n  return MAX(min(a, b),\n    TWO);\n}\n',
      'm.h': '#define min(x, y) ((x) < (y) ? (x) : (y))\n#define MAX(x, y) min(y, x) + TWO\n#define TWO 2\n',
    });
    const outer = tokens.map(({ place }) => outermostPlace(place));
    expect(new Set(outer.map(({ file }) => file.path))).toEqual(new Set(['main.c']));
    const inCall = outer.filter(({ line, column }) => line === 3 && column === 10);
    expect(inCall).toHaveLength(tokens.length - ['int', 'f', '(', 'void', ')', '{', 'return', ';', '}', ''].length);
  });

  test('a definition is told with the expansion', () => {
    const { tokens } = preprocessText('#define A 1\nA');
    const definition = tokens[0]!.place.expansion?.definition;
    expect(definition && spelled('A', definition)).toBe('A@1:9+1');
  });
});

test('white space and line starts are kept for the parser', () => {
  const { tokens } = preprocessText('#define E\n#define A(x) x\na b/**/c(\n A(1)+A (2)');
  const shown = tokens.map(({ text, spaceBefore, startsLine }) => (startsLine ? '|' : spaceBefore ? '_' : '') + text);
  expect(shown).toEqual(['|a', '_b', '_c', '(', '|1', '+', '2', '|']);
});
