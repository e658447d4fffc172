/** What is kept from one look at a file to the next changes nothing about what is found. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  checkDriver,
  createCheckCache,
  type CheckCache,
  type Diagnostic,
  type StaticFinding,
} from '../../simulator/index.ts';

const folder = fileURLToPath(new URL('./corpus/', import.meta.url));
const header = { path: join(folder, 'corpus.h'), text: readFileSync(join(folder, 'corpus.h'), 'utf8') };
const options = { findInclude: () => header };

function plain({ place, notes, fixes, ...finding }: StaticFinding): object {
  const at = ({ line, column, length }: StaticFinding['place']): string => `${line}:${column}+${length}`;
  return {
    ...finding,
    failing: finding.failing.map(at),
    place: at(place),
    notes: notes.map((note) => `${at(note.place)} ${note.message}`),
    fixes,
  };
}

/** Findings and diagnostics, with what is remembered and without. */
function expectSame(cache: CheckCache, source: { readonly path: string; readonly text: string }): void {
  const kept = checkDriver(source, options, cache);
  const fresh = checkDriver(source, options);
  expect(kept.crashes).toEqual([]);
  expect(kept.findings.map(plain)).toEqual(fresh.findings.map(plain));
  expect(kept.diagnostics.map(said).sort()).toEqual(fresh.diagnostics.map(said).sort());
}

function said({ code, message, place: { line, column } }: Diagnostic): string {
  return `${line}:${column} ${code} ${message}`;
}

describe('edits', () => {
  const names = readdirSync(folder).filter((name) => /^(unmap|ownership|lifetime|context)\.c$/.test(name));
  test.each(names)('%s', (name) => {
    const path = join(folder, name);
    const cache = createCheckCache();
    const lines = readFileSync(path, 'utf8').split('\n');
    const edits: ((text: string[]) => string[])[] = [
      (text) => text,
      (text) => [...text.slice(0, 3), '', '/* moved */', ...text.slice(3)],
      (text) => text.filter((line) => !line.includes('dma_unmap_single')),
      (text) => text.map((line) => line.replace('board_wait(b);', 'board_setup(b);')),
      (text) => [...text, 'int more(struct board *b)', '{', '\twriteq(b->dma, b->regs);', '\treturn 0;', '}', ''],
      (text) => text.map((line) => line.replace('GFP_ATOMIC', 'GFP_KERNEL')),
      (text) => text,
    ];
    for (const edit of edits) expectSame(cache, { path, text: edit(lines).join('\n') });
  });

  // One edit after another: nearly all leave most bodies out, and some must not.
  test('within functions, whatever they are', () => {
    const path = join(folder, 'handles.c');
    const cache = createCheckCache();
    let text = readFileSync(path, 'utf8');
    const pieces = ['(', ')', '}', '{', ' /* ', '"', ';\n', 'unknown(1);', 'pci_alloc_consistent(a, b, c);', '\n#define A 1\n', '\n', 'extern int x;', 'return -EIO;\n']; // prettier-ignore
    expectSame(cache, { path, text });
    for (let edit = 0; edit < 26; edit++) {
      const at = text.indexOf('\n', (text.length * ((edit * 7) % 26)) / 26) + 1;
      const piece = pieces[edit % pieces.length]!;
      const changed = edit % 3 === 2 ? text.slice(0, at) + text.slice(at + 9) : text.slice(0, at) + piece + text.slice(at); // prettier-ignore
      expectSame(cache, { path, text: changed });
      if (edit % 5 === 0) text = changed;
    }
  });
});
