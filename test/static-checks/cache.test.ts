/** What is kept from one look at a file to the next changes nothing about what is found. */
import { readFileSync } from 'node:fs';
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

/** What the real ones would say of a driver that maps one buffer, in few words. */
const shortHeaders: Readonly<Record<string, string>> = {
  'mapping.h': `#include "types.h"
enum dma_data_direction { DMA_BIDIRECTIONAL, DMA_TO_DEVICE, DMA_FROM_DEVICE };
struct device;
dma_addr_t dma_map_single(struct device *dev, void *at, unsigned long size, int way);
void dma_unmap_single(struct device *dev, dma_addr_t at, unsigned long size, int way);
int dma_mapping_error(struct device *dev, dma_addr_t at);
`,
  'io.h': '#include "types.h"\nvoid writeq(u64 value, volatile void __iomem *at);\n',
  'pci.h': 'struct pci_dev { int devfn; };\n',
  'types.h': `#ifndef TYPES_H
#define TYPES_H
#define __iomem
#define EIO 5
typedef _Bool bool;
enum { false, true };
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;
typedef u64 dma_addr_t;
#endif
`,
};

/** Findings and diagnostics, with what is remembered and without. */
function expectSame(
  cache: CheckCache,
  source: { readonly path: string; readonly text: string },
  headers: Parameters<typeof checkDriver>[1] = options,
): void {
  const kept = checkDriver(source, headers, cache);
  const fresh = checkDriver(source, headers);
  expect(kept.crashes).toEqual([]);
  expect(kept.findings.map(plain)).toEqual(fresh.findings.map(plain));
  expect(kept.diagnostics.map(said).sort()).toEqual(fresh.diagnostics.map(said).sort());
}

function said({ code, message, place: { line, column } }: Diagnostic): string {
  return `${line}:${column} ${code} ${message}`;
}

describe('edits', () => {
  // Headers are most of the work, so that two files of the corpus are read as one.
  test.each([
    ['unmap.c', 'context.c'],
    ['ownership.c', 'lifetime.c'],
  ])('of %s and %s', (...names) => {
    const include = '#include "corpus.h"\n';
    const path = join(folder, 'several.c');
    const cache = createCheckCache();
    const lines = [include, ...names.map((name) => readFileSync(join(folder, name), 'utf8').replace(include, ''))].join('').split('\n'); // prettier-ignore
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
    for (let edit = 0; edit < pieces.length; edit++) {
      const at = text.indexOf('\n', (text.length * ((edit * 7) % pieces.length)) / pieces.length) + 1;
      const piece = pieces[edit % pieces.length]!;
      const changed = edit % 3 === 2 ? text.slice(0, at) + text.slice(at + 9) : text.slice(0, at) + piece + text.slice(at); // prettier-ignore
      expectSame(cache, { path, text: changed });
      if (edit % 5 === 0) text = changed;
    }
  });

  // A body that is left out has made its name known, as one that gives an int.
  test('a type that stands alone before a call', () => {
    const cache = createCheckCache();
    const bodies = (before: string): string => `int f(int p)\n{\n\tunknown(p);\n\treturn 0;\n}\nint g(int p)\n{\n${before}\tunknown(p);\n\treturn 1;\n}\n`; // prettier-ignore
    for (const before of ['', 'unsigned\n', '']) expectSame(cache, { path: 'driver.c', text: bodies(before) }, { findInclude: () => null }); // prettier-ignore
  });

  // Nearly all leave most functions out of the look.
  test('outside of functions', () => {
    const board = 'struct dev_board { struct device *dev; void __iomem *regs; void *buf; dma_addr_t dma; };\n';
    const used = `static int f(struct dev_board *b)
{
	b->dma = dma_map_single(b->dev, b->buf, LENGTH, WAY);
	if (FAILED(b->dev, b->dma))
		return -EIO;
	writeq(b->dma, b->regs);
	dma_unmap_single(b->dev, b->dma, LENGTH, DMA_TO_DEVICE);
	return 0;
}
`;
    const alone = `int g(struct device *dev, void *p)
{
	dma_addr_t dma = dma_map_single(dev, p, sizeof(struct dev_board) & ~63, DMA_TO_DEVICE);
	h();
	return dma ? 0 : 1;
}
`;
    const [mapping, io] = ['#include "mapping.h"\n', '#include "io.h"\n'];
    const beginnings = [mapping + io, `${mapping}#inc\n${io}`, `${mapping}#include "pci.h"\n${io}`, `#define DEBUG\n${mapping}${io}`, `${mapping}${io}#include <linux/none.h>\n`, io]; // prettier-ignore
    const macros = ['#define LENGTH 64\n', '#define BYTES 64\n#define LENGTH BYTES\n', '#define BYTES 32\n#define LENGTH BYTES\n', '#define LENGTH sizeof(struct dev_board)\n', 'enum { LENGTH = 64 };\n', '']; // prettier-ignore
    const ways = [
      '#define WAY DMA_TO_DEVICE\n',
      '#define WAY DMA_FROM_DEVICE\n',
      'static const int WAY = DMA_FROM_DEVICE;\n',
    ];
    const failed = ['#define FAILED dma_mapping_error\n', '#define FAILED(dev, dma) false\n', 'static inline bool FAILED(struct device *dev, dma_addr_t dma)\n{\n\treturn dma_mapping_error(dev, dma);\n}\n']; // prettier-ignore
    const records = [board, board.replace('dma_addr_t dma', 'u32 dma'), board.replace('void *buf', 'u8 buf[64]'), board.replace('void *buf;', 'void *buf; int more;'), board.replace('void *buf;', 'u8 buf[64]; in\n'), board.replace('void *buf;', 'int mo\nvoid *buf;'), board.replace('struct device *dev; void', 'void *more; struct device *dev; void'), `typedef u32 small_t;\n${board.replace('dma_addr_t', 'small_t')}`]; // prettier-ignore
    const others = ['', 'void h(void);\n', '/* dma-debugger */\n\n\n', 'static int h(void)\n{\n\treturn 0;\n}\n', '#define h() dma_unmap_single(dev, dma, 64 & ~63, DMA_TO_DEVICE)\n', 'struct loose {\n', 'extern int mor\n', '#define MO\n', '#if 0\n', 'static\n']; // prettier-ignore
    const caches = { short: createCheckCache(), shipped: createCheckCache() };
    // Some headers are the shipped ones, some are missing, and most rounds go without their weight.
    const shipped = (name: string): string => name.replace(/"(mapping|io|pci)\.h"/g, (_, short: string) => `<linux/${short.replace('mapping', 'dma-mapping')}.h>`); // prettier-ignore
    const short = { findInclude: (name: string) => (name in shortHeaders ? { path: name, text: shortHeaders[name]! } : null) }; // prettier-ignore
    let seed = 7;
    const one = <T>(of: readonly T[]): T => of[(seed = (seed * 16807) % 2147483647) % of.length]!;
    const parts = [macros[0]!, ways[0]!, failed[0]!, records[0]!, others[0]!, beginnings[0]!];
    const choices = [macros, ways, failed, records, others, beginnings];
    for (let edit = 0; edit < 44; edit++) {
      const at = one([0, 1, 2, 3, 4, 5]);
      parts[at] = one(choices[at]!);
      const between = parts.slice(0, 4);
      const order = edit % 7 === 6 ? [...between, used, parts[4]!, alone] : [...between, parts[4]!, used, alone];
      const text = parts[5]! + order.join('');
      expectSame(caches.short, { path: 'driver.c', text }, short);
      if (edit % 5 === 0) expectSame(caches.shipped, { path: 'driver.c', text: shipped(text) }, short);
    }
  });

  // Brackets and literals stay open on the way, in one function, in two, and behind what nobody knows.
  test('letter by letter, anywhere', () => {
    const cache = createCheckCache();
    const path = 'driver.c';
    const missing = { findInclude: () => null };
    let seed = 11;
    const below = (count: number): number => (seed = (seed * 16807) % 2147483647) % count;
    const typed = ['if (b->dma) {\n\t\tsend(b, readl(b->regs));\n\t}', 'b->dma = dma_map_single(b->dev, b->buf, (LENGTH', "x = '{'; f(\"}\", [", '} else {', '/* } */ while (readl(b->regs + 4', 'unknown(b)', '{ extern int y;', 'unsigned', '}\n\nstatic int g(void)\n{\n\tif (h()) {', '#if 0\n']; // prettier-ignore
    let text = driver;
    expectSame(cache, { path, text }, missing);
    for (let left = letters; left > 0;) {
      // Half of the time goes on where there was something to be typed before.
      const lines = [...text.matchAll(/\n\t*/g)];
      const at = lines[below(lines.length)]!;
      const cursor = at.index + at[0].length;
      const words = typed[below(typed.length)]!;
      const whole = text;
      for (let length = 1; length <= words.length && left > 0; length += 1 + below(5), left--) {
        text = whole.slice(0, cursor) + words.slice(0, length) + whole.slice(cursor);
        expectSame(cache, { path, text }, missing);
      }
      if (below(3) > 0) text = whole;
      else if (below(3) === 0) text = driver;
    }
  });
});

const letters = Number(process.env['CHECK_LETTERS'] ?? 60);
const driver = `#include <linux/dma-mapping.h>
#include <linux/io.h>
#define LENGTH 64
struct dev_board { struct device *dev; void __iomem *regs; void *buf; dma_addr_t dma; };
static int send(struct dev_board *b, u32 n)
{
	b->dma = dma_map_single(b->dev, b->buf, LENGTH, DMA_TO_DEVICE);
	if (dma_mapping_error(b->dev, b->dma))
		return -EIO;
	writeq(b->dma, b->regs);
	return n;
}

static const char *names[] = {
	"one",
	"two",
};

static int twice(struct dev_board *b)
{
	if (send(b, 1)) {
		other(b);
		return -EIO;
	}
	return send(b, LENGTH);
}

irqreturn_t done(int irq, void *data)
{
	struct dev_board *b = data;

	while (!(readl(b->regs) & 1))
		;
	dma_unmap_single(b->dev, b->dma, LENGTH, DMA_FROM_DEVICE);
	return IRQ_HANDLED;
}

static struct dev_board only;

int start(struct device *dev)
{
	other(&only);
	only.buf = dma_alloc_coherent(dev, LENGTH, &only.dma, GFP_KERNEL);
	return only.buf ? twice(&only) : names[0][0];
}
`;
