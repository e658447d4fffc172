/** What an editor is told about a driver's text. Places are marked in the text itself: `@name@` stands before a word. */
import { expect, test } from 'vitest';
import { documentedNames } from '../../simulator/language-features/documentation.ts';
import { shippedHeaders, shippedText } from '../../simulator/shipped-sources.ts';
import { createHeadersRead, type HeadersRead } from '../../simulator/headers-once.ts';
import {
  analyse,
  aroundLines,
  completionsAt,
  definitionAt,
  hoverAt,
  inlayHints,
  outlineOf,
  referencesAt,
  signatureAt,
  type Analysis,
  type CompletionDoors,
  type Position,
} from '../../simulator/language-features/index.ts';

const marked = `#include <@header@linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/slab.h>
#include "@own@ring.h"
struct @tag@slot { u32 flags; u64 address; };
struct ring {
	struct slot slots[8];
	dma_addr_t @field@handle;
	struct { int head, tail; };
};
#define @macro@FIRST(r) ((r)->slots[0])
enum state { IDLE, @enumerator@BUSY = 4 };
static struct @tagUse@ring *current_ring;
static int @f@fill(struct device *dev, size_t @n@bytes)
{
	struct ring *ring = current_ring;
	void *buffer = @call@dma_alloc_coherent(dev, 153600, &ring->@fieldUse@handle, GFP_KERNEL);
	void *small = kmalloc(100, GFP_KERNEL);
	dma_addr_t mapped = @wrap@dma_map_single(dev, small, 100, DMA_TO_DEVICE);
	{
		int @inner@bytes = @enumeratorUse@BUSY;
		FIRST(ring).flags = @innerUse@bytes;
	}
	if (!buffer || dma_mapping_error(dev, mapped))
		return -ENOMEM;
	ring->head = @fieldOfAnonymous@ring->tail;
	return @macroUse@FIRST(ring).flags + (int)@nUse@bytes;
}
#ifdef CONFIG_NOT_THERE
int left_out;
#endif
static int again(struct device *dev) { return @fUse@fill(dev, 1); }
`;
interface Marked {
  readonly text: string;
  readonly marks: ReadonlyMap<string, Position>;
}

function unmarked(written: string): Marked {
  const marks = new Map<string, Position>();
  const lines = written.split('\n').map((line, index) => {
    let plain = line;
    for (let found = /@(\w+)@/.exec(plain); found; found = /@(\w+)@/.exec(plain)) {
      marks.set(found[1]!, { line: index + 1, column: found.index + 1 });
      plain = plain.replace(found[0], '');
    }
    return plain;
  });
  return { text: lines.join('\n'), marks };
}

const { text, marks } = unmarked(marked);
const own = { path: 'ring.h', text: '/* nothing yet */\n' };
const headers = createHeadersRead();
const read = (path: string, of: string, kept: HeadersRead | null = headers): Analysis =>
  analyse({ path, text: of }, 'kernel', { findInclude: (name) => (name === 'ring.h' ? own : null) }, kept);
const analysis = read('driver.c', text);
const at = (mark: string): Position => marks.get(mark)!;

type At = { file: { path: string }; line: number; column: number };

/** The mark that stands there, or the file. */
function placeName(place: At | null, of = marks): string | null {
  if (!place) return null;
  const mark = [...of].find(([, { line, column }]) => line === place.line && column === place.column);
  return place.file.path === 'driver.c' && mark ? mark[0] : place.file.path;
}

function readMarked(written: string): {
  analysis: Analysis;
  at: (mark: string) => Position;
  name: (place: At) => string | null;
} {
  const { text: plain, marks: own } = unmarked(written);
  return { analysis: read('driver.c', plain), at: (mark) => own.get(mark)!, name: (place) => placeName(place, own) };
}

test('with headers that are read once all is as it is without', () => {
  const whole = read('driver.c', text, null);
  for (const at of marks.values()) expect(hoverAt(analysis, at)?.markdown).toBe(hoverAt(whole, at)?.markdown);
  expect([...analysis.occurrences.keys()]).toEqual([...whole.occurrences.keys()]);
  expect(analysis.unit.inactiveRegions).toEqual(whole.unit.inactiveRegions);
});

test('the text is right C', () => expect(analysis.diagnostics.map(({ message }) => message)).toEqual([]));

test.each([
  ['fieldUse', 'field'],
  ['enumeratorUse', 'enumerator'],
  ['innerUse', 'inner'],
  ['nUse', 'n'],
  ['fUse', 'f'],
  ['macroUse', 'macro'],
  ['call', 'kernel/include/linux/dma-mapping.h'],
  ['wrap', 'kernel/include/linux/dma-mapping.h'],
  ['header', 'kernel/include/linux/dma-mapping.h'],
  ['own', 'ring.h'],
])('the definition of what stands at %s is at %s', (from, to) =>
  expect(placeName(definitionAt(analysis, at(from)))).toBe(to),
);

test.each([
  ['n', ['n', 'nUse']],
  ['inner', ['inner', 'innerUse']],
  ['field', ['field', 'fieldUse']],
  ['fUse', ['f', 'fUse']],
])('%s is named at %j', (mark, places) =>
  expect(referencesAt(analysis, at(mark), true).map((place) => placeName(place))).toEqual(places),
);

test('a macro is found where it is used, and its declaration only when asked for', () => {
  expect(referencesAt(analysis, at('macro'), true)).toHaveLength(3);
  expect(referencesAt(analysis, at('macro'), false)).toHaveLength(2);
});

test.each([
  ['tagUse', '`struct ring`: 144 bytes, aligned to 8, 3 cache lines'],
  ['tagUse', '| 128 | 8 | 2 | `dma_addr_t handle` |'],
  ['fieldUse', '8 bytes at offset 128 of `struct ring`, in its cache line 2'],
  ['enumeratorUse', 'BUSY = 4'],
  ['nUse', 'size_t bytes'],
  ['macroUse', '#define FIRST(r) ((r)->slots[0])'],
  ['call', 'Whole pages: from the page allocator a power of two of them'],
  ['wrap', 'Ask `dma_mapping_error` before the handle is used'],
  ['header', 'a header that ships'],
])('hover at %s says %j', (mark, words) => expect(hoverAt(analysis, at(mark))?.markdown).toContain(words));

test('nothing is said of blank space', () => expect(hoverAt(analysis, { line: 5, column: 1000 })).toBeNull());

// documented-bugs 1.4: 150 KiB take an order-6 block and leave 108,544 bytes; ksize(kmalloc(100)) is 128 (mm/slab_common.c)
test('allocations say what they take', () =>
  expect(inlayHints(analysis).map(({ text: hint, place }) => `${place.line} ${hint}`)).toEqual([
    '17 : order 6, 108,544 unused',
    '18 : kmalloc-128',
    '19 : 2 cache lines, the last in part',
  ]));

// drivers/base/devres.c: list_head, release, name and size in front, 40 bytes on 64 bits; 152 bytes are of kmalloc-192
test('managed memory stands behind a header', () =>
  expect(inlayHints(rest.analysis).map(({ text: hint }) => hint)).toEqual([': kmalloc-192']));

test('what has documentation is declared by a header that ships', () => {
  const words = shippedHeaders('kernel').flatMap((path) => shippedText(`kernel/include/${path}`)?.match(/\w+/g) ?? []);
  const declared = new Set(words);
  expect(documentedNames.filter((name) => !declared.has(name))).toEqual([]);
});

test('the outline has what the file declares, in order', () =>
  expect(outlineOf(analysis).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    'struct slot',
    'struct ring',
    'macro FIRST',
    'enum state',
    'variable current_ring',
    'function fill',
    'function again',
  ]));

test('what conditions leave out is known by its lines', () =>
  expect(analysis.unit.inactiveRegions.filter(({ path }) => path === 'driver.c')).toEqual([
    { path: 'driver.c', firstLine: 30, lastLine: 30 },
  ]));

/** `|` is the cursor, in the body of a function behind what `text` has. */
function unfinished(body: string): { of: Analysis; cursor: Position } {
  const whole = `${text}struct ops { int (*start)(struct device *dev, int n); };\nstatic void nothing(void);\nstatic void typing(struct device *dev, struct ring *ring, struct ops *ops)\n{\n\t${body.replace('|', '')}\n}\n`;
  const offset = text.length + whole.slice(text.length).indexOf(body.split('|')[0]!) + body.indexOf('|');
  const lines = whole.slice(0, offset).split('\n');
  return { of: read('driver.c', whole), cursor: { line: lines.length, column: lines.at(-1)!.length + 1 } };
}

function proposals(body: string): string[] {
  const { of, cursor } = unfinished(body);
  return completionsAt(of, cursor, doors).list.map(({ name }) => name);
}

const doors: CompletionDoors = {
  analyseText: (source) => read(source.path, source.text),
  headersIn: (folder) => (folder === '' ? ['ring.h', 'acme/'] : []),
};

test.each([
  ['ring->|', ['slots', 'handle', 'head', 'tail']],
  ['ring->slots[1].|', ['flags', 'address']],
  ['dma_unmap_single(dev, ring->|', ['slots', 'handle', 'head', 'tail']],
  ['int x = ring->slots[0].|', ['flags', 'address']],
  ['foo(bar, (*ring).|', ['slots', 'head']],
  ['if (ring->slots[fill(dev, 2)].|', ['flags']],
  ['dma_map_si|', ['dma_map_single', 'dma_map_single_attrs']],
  ['FIR|', ['FIRST']],
])('%s proposes %j', (body, names) => expect(proposals(body)).toEqual(expect.arrayContaining(names)));

test('members alone are proposed behind an arrow', () => expect(proposals('ring->|')).toHaveLength(4));

test.each([
  ['a comment', '/* ring->| */'],
  ['a line comment', '// dma_map_|'],
  ['a string', 'pr_info("ring->|");'],
  ['a string that is not closed', 'pr_info("dma_\\"|'],
  ['a number', 'ring->head = 0xd|;'],
])('nothing is proposed in %s', (_where, body) => expect(proposals(body)).toEqual([]));

test.each([
  ['behind a comment that is closed', '/* a "b */ FIR|', ['FIRST']],
  ['behind a string that is closed', 'pr_info("a\\"/*"); FIR|', ['FIRST']],
  ['in front of a brace', 'if (ring->|) {\n\t}', ['slots', 'handle', 'head', 'tail']],
  ['an initialiser', 'struct slot s = { .|};', ['flags', 'address']],
  [
    'a later line of an initialiser',
    'struct ring r = {\n\t.handle = 0,\n\t.slots[1] = { .fl|\n} };',
    ['flags', 'address'],
  ],
  ['a tag', 'struct ri|', ['ring', 'slot']],
  ['a label', 'if (dev) goto fr|;\nfree_it:\n\treturn;', ['free_it']],
  ['a header', 'x;\n#include <linux/dma-map|', ['dma-mapping.h']],
  ['the folder of a header', 'x;\n#include <lin|', ['linux/', 'acme/']],
  ['a header of the workspace', 'x;\n#include "|', ['ring.h', 'linux/']],
  ['a directive', 'x;\n#inc|', ['include', 'ifdef']],
  ['a part of a name', 'alloc_cohe|', ['dma_alloc_coherent', 'dmam_alloc_coherent']],
  ['a name in other letters', 'gfp_kern|', ['GFP_KERNEL']],
])('%s: %s proposes %j', (_what, body, names) => expect(proposals(body)).toEqual(expect.arrayContaining(names)));

test('what is near comes first, and where nothing is typed all else is left out', () => {
  const { of, cursor } = unfinished('int dma_count; dma_|');
  const ranks = new Map(completionsAt(of, cursor, doors).list.map(({ name, rank }) => [name, rank]));
  expect(ranks.get('dma_count')).toBeLessThan(ranks.get('dma_map_single')!);
  expect(ranks.get('dma_map_single')).toBeLessThan(ranks.get('dma_addressing_limited')!);
  const all = proposals('/* here */|');
  expect(all).toEqual(expect.arrayContaining(['ring', 'fill', 'dma_map_single']));
  expect(all).not.toContain('printk');
});

test('an editor that asks of itself is told members only', () => {
  const { of, cursor } = unfinished('if (ring->head >|');
  expect(completionsAt(of, cursor, doors, '>').list).toEqual([]);
});

test.each([
  ['dma_alloc_coherent(dev, 64, |', 'dma_alloc_coherent(', 2],
  ['fill(|', 'int fill(struct device *dev, size_t bytes)', 0],
  ['fill(dev, min(1, 2|', 'min(', 1],
  ['fill(dev, (1 + 2)|', 'int fill(', 1],
  ['ops->start(dev, |', 'int start(struct device *dev, int n)', 1],
  ['dev_info(dev, "%d", 1, 2|', 'dev_info(dev, fmt, ...)', 2],
  ['nothing(|', 'void nothing(void)', 0],
])('%s is in a call of %s, at argument %i', (body, label, active) => {
  const { of, cursor } = unfinished(body);
  const signature = signatureAt(of, cursor, doors.analyseText);
  expect(signature?.label).toContain(label);
  expect(signature?.active).toBe(active);
});

const more = `#include <linux/module.h>
#include <linux/pci.h>
struct @tag@bits { unsigned int @flag@flag : 3; };
struct ops { int (*start)(struct device *dev, int n); };
static int @probe@probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	if (id)
		goto @goto@out;
	return 0;
@label@out:
	return 1;
}
static void *other(struct device *dev) { goto out; out: return devm_kzalloc(dev, 112, 0); }
static struct pci_driver @driver@board_driver = { .name = "board", .@member@probe = @use@probe };
module_pci_driver(@last@board_driver);
@typedef@irqreturn_t answer;
`;
const rest = readMarked(more);

test.each([
  ['goto', ['goto', 'label']],
  ['label', ['goto', 'label']],
  ['driver', ['driver', 'last']],
  ['probe', ['probe', 'use']],
  ['member', ['member']],
])('%s is named at %j, whatever macros make of it', (mark, places) =>
  expect(referencesAt(rest.analysis, rest.at(mark), true).map((place) => rest.name(place))).toEqual(places),
);

test.each([
  ['goto', 'a label, in line 10'],
  ['flag', 'unsigned int flag : 3'],
  ['probe', 'static int probe(struct pci_dev *pdev, const struct pci_device_id *id)'],
  ['member', 'int (*probe)(struct pci_dev *, const struct pci_device_id *)'],
  ['typedef', 'typedef enum irqreturn irqreturn_t'],
])('hover at %s says %j', (mark, words) => expect(hoverAt(rest.analysis, rest.at(mark))?.markdown).toContain(words));

test('the member that an initialiser names is declared in its header', () => {
  expect(definitionAt(rest.analysis, rest.at('member'))?.file.path).toBe('kernel/include/linux/pci.h');
  expect(rest.name(definitionAt(rest.analysis, rest.at('last'))!)).toBe('driver');
});

test('between calls there is no signature', () => {
  const { of, cursor } = unfinished('fill(dev, 1); |');
  expect(signatureAt(of, cursor, doors.analyseText)).toBeNull();
});

test('what is typed at is read without the bodies of other functions, on the same lines', () => {
  const begin = '#include <linux/io.h>\nstruct ring\n{\n\tint head;\n};\n';
  const other = 'static int first(struct ring *r)\n{\n\tif (r) {\n\t\treturn 1;\n\t}\n\treturn 0;\n}\n';
  const here = 'int second(struct ring *r)\n{\n\tr->\n}\n';
  const text = begin + other + here + other.replace('first', 'third').replaceAll('\n', '\r\n');
  const around = aroundLines(text, { first: 15, last: 15 });
  expect(around.split('\n').map((line) => line.trimEnd())).toEqual(
    [...begin.split('\n').slice(0, -1), 'static int first(struct ring *r)', '{', '', '', '', '', '}', ...here.split('\n').slice(0, -1), 'static int third(struct ring *r)', '{', '', '', '', '', '}', ''], // prettier-ignore
  );
});
