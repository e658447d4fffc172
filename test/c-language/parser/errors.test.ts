/** What is said of mistakes, and where; the lines and severities are gcc's, but for the rows that say why not. */
import { describe, expect, test } from 'vitest';
import { complaintsOfGcc } from './gcc.ts';
import { mistakes } from './mistakes.ts';
import { parseText, transcript } from './front-end.ts';

test.each(mistakes)('$source', ({ source, messages }) => {
  expect(transcript(parseText(source)).split('\n')).toEqual(messages);
});

test('gcc complains of the same lines', () => {
  for (const { source, messages, gcc } of mistakes) {
    const lines = messages.map((message) => message.replace(/^(\d+):\d+ (\w+) .*$/s, '$1 $2'));
    const theirs = complaintsOfGcc(source);
    if (gcc) expect(lines, `${source} (${gcc})`).not.toEqual(theirs);
    else expect(lines, source).toEqual(theirs);
  }
});

describe('notes', () => {
  test.each([
    ['int x = 1;\nint x = 2;', "1:5 previous definition of 'x'"],
    ['void g(int a);\nvoid f(void) { g(); }', '1:6 declared here'],
    ['struct s { int a; };\nstruct s { int b; };', '1:8 originally defined here'],
    ['void g(char *p);\nvoid f(int *q) { g(q); }', "1:14 expected 'char *' but argument is of type 'int *'"],
    ['void f(int x) { switch (x) {\ncase 1: ;\ncase 1: ; } }', '2:1 previously used here'],
  ])('%j', (source, note) => {
    const [diagnostic] = parseText(source).diagnostics;
    expect(diagnostic?.notes.map(({ message, place }) => `${place.line}:${place.column} ${message}`)).toEqual([note]);
  });
});
