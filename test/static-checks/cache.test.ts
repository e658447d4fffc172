/** What is kept from one look at a file to the next changes nothing about what is found. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkDriver, createCheckCache, type StaticFinding } from '../../simulator/index.ts';

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
    for (const edit of edits) {
      const source = { path, text: edit(lines).join('\n') };
      const kept = checkDriver(source, options, cache);
      const fresh = checkDriver(source, options);
      expect(kept.crashes).toEqual([]);
      expect(kept.findings.map(plain)).toEqual(fresh.findings.map(plain));
    }
  });
});
