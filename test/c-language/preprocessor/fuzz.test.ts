/** Garbage: whatever the text, the preprocessor ends, does not throw, and keeps its promises about tokens and places. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenize } from '../../../simulator/c-language/preprocess.ts';
import type { Place } from '../../../simulator/c-language/source.ts';
import { comparisons } from './gcc-comparison-rows.ts';
import { preprocessFiles } from './preprocess-files.ts';

const limit = { interruptAfterTimeLimit: 2_000, seed: 20240229 };

const pieces = [
  '#define f(x) ', '#define f(x, ...) ', '#define A ', '#define B A f ', '#undef A', '#if ', '#elif ', '#else', '#endif', '#ifdef A',
  '#include "self.h"', '#include ', '#include <', '#line 3', '#pragma once', '#', '##', '#x', 'x', 'f', 'A', 'B', '(', ')', ',', '...',
  '__VA_ARGS__', '__VA_OPT__', '__LINE__', '__COUNTER__', '__has_include(', 'defined', '_Pragma("once")', '_Pragma(', '"', "'", '"s"', "'c'",
  '\\', '\\\n', '\n', '\n', '\n', ' ', '/*', '*/', '//', '1', '0x', '1e+', '+', '-', '/', '%:', '<:', '?', ':', '<<', '\0', '@', 'é', '\ud800', '\r\n',
]; // prettier-ignore

const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map((parts) => parts.join(''));

const sources = comparisons.map(([, source]) => (typeof source === 'string' ? source : source['main.c']!));

const mutated = fc
  .tuple(fc.constantFrom(...sources), fc.constantFrom(...sources), fc.nat(400), fc.nat(400), fc.constantFrom(...pieces))
  .map(
    ([left, right, cut, skip, piece]) =>
      left.slice(0, cut % (left.length + 1)) + piece + right.slice(skip % (right.length + 1)),
  );

function checkPlace(place: Place): void {
  const text = place.file.text.split('\n')[place.line - 1];
  expect(text, `line ${place.line}`).toBeDefined();
  expect(place.column).toBeGreaterThan(0);
  expect(place.column - 1 + place.length).toBeLessThanOrEqual(text!.length);
  if (place.expansion) checkPlace(place.expansion.place);
}

function check(source: string): void {
  const { tokens, diagnostics, inactiveRegions } = preprocessFiles({ 'main.c': source, 'self.h': source });
  expect(tokens.at(-1)!.kind).toBe('end');
  expect(tokens.filter(({ kind }) => kind === 'other' || kind === 'newline' || kind === 'end')).toHaveLength(1);
  for (const { place } of tokens.slice(0, 200)) checkPlace(place);
  for (const { place } of diagnostics) checkPlace(place);
  for (const { firstLine, lastLine } of inactiveRegions) expect(firstLine).toBeLessThanOrEqual(lastLine);
}

test('token soup', () => {
  fc.assert(fc.property(soup, check), { ...limit, numRuns: 3_000 });
}, 20_000);

test('mutated sources', () => {
  fc.assert(fc.property(mutated, check), { ...limit, numRuns: 3_000 });
}, 20_000);

test('a token is spelled at its place, and tokens and white space are all of the text', () => {
  const unspliced = soup.filter((text) => !text.includes('\\') && !text.includes('/'));
  fc.assert(
    fc.property(unspliced, (text) => {
      const lines = text.split('\n').map((line) => [...line.replace(/\r/g, ' ')].join(''));
      const rest = lines.map((line) => Array.from({ length: line.length }, (_, index) => line[index]!));
      for (const { text: spelling, place } of tokenize({ path: 'soup.c', text, builtIn: false })) {
        expect(lines[place.line - 1]!.substr(place.column - 1, place.length)).toBe(spelling.replace(/\r/g, ' '));
        rest[place.line - 1]!.fill(' ', place.column - 1, place.column - 1 + place.length);
      }
      expect(rest.flat().join('').trim()).toBe('');
    }),
    { ...limit, interruptAfterTimeLimit: 1_000, numRuns: 2_000 },
  );
}, 20_000);
