/** Scatter lists: which count goes where, which length is the device's, and how long a segment may be. */
import { evaluateInteger } from '../../c-language/constant-expression.ts';
import type { Expression, Statement } from '../../c-language/syntax.ts';
import { callNames, expressionsOf, macrosOf } from '../expressions.ts';
import type { FunctionSummary } from '../file-facts.ts';
import { extentOf, textOf } from '../fixes.ts';
import { ask } from '../questions.ts';
import { mark } from '../state.ts';
import { report, writtenPlace, type CallHandler, type Family, type TreeLook, type Finding } from '../walk.ts';

const longest = 65536n;

/** A segment of this list is longer than devices are taken to stand by default. */
function segment(length: number): CallHandler {
  return (walk, { values }) => {
    const [list] = values;
    const size = values[length];
    if (size?.kind !== 'number' || size.value <= longest || !list) return null;
    mark(walk.state, `long ${listName(list.key)}`, Number(size.value));
    return null;
  };
}

function listName(key: string): string {
  return key.replace(/^&\*/, '').replace(/\[.*\]$/, '');
}

const maps: CallHandler = (walk, { values, place }) => {
  const long = values[1] ? walk.state.marks.get(`long ${listName(values[1].key)}`) : undefined;
  if (!long || walk.state.marks.has('segment size')) return null;
  if (ask(walk.facts, 'has the segment size set beside', walk.root.symbol.name)) return null;
  const message = `a segment of ${long.value} bytes is longer than the 65536 that a device is taken to stand unless dma_set_max_seg_size() says more`;
  report(walk, 'max-seg-size-missing', place, message);
  return null;
};

/** A loop over a mapped list: for_each_sg(list, entry, count, i). */
function checkWalks({ facts, summary, report: tell }: TreeLook): void {
  const mapped = mapCalls(summary);
  for (const statement of summary.statements) {
    if (statement.kind !== 'for' || !macrosOf(statement.place).includes('for_each_sg') || !statement.condition)
      continue;
    const body = expressionsOf(statement.body);
    const written = new Set(body.flatMap((each) => (each.kind === 'assignment' ? [each.target] : [])));
    if (!body.some((each) => readsDeviceAddress(each) && !written.has(each))) continue;
    checkCount(summary, statement, mapped, tell);
    if (!ask(facts, 'sets addresses of lists')) checkLength(summary, body, tell);
  }
}

interface MapCall {
  readonly nents: string | null;
  readonly offset: number;
}

function mapCalls({ expressions }: FunctionSummary): MapCall[] {
  return expressions.flatMap((each) =>
    each.kind === 'call' && callNames(each).includes('dma_map_sg_attrs')
      ? [{ nents: pathOf(each.arguments[2]), offset: writtenPlace(each.start).line }]
      : [],
  );
}

/** `b.nents` for `b->nents`, however it is written; null for what is no variable or member. */
function pathOf(expression: Expression | undefined): string | null {
  switch (expression?.kind) {
    case 'load':
    case 'cast':
    case 'decay':
    case 'dereference':
      return pathOf(expression.operand);
    case 'variable':
      return expression.symbol.name;
    case 'member': {
      const base = pathOf(expression.base);
      return base === null ? null : `${base}.${expression.member.name}`;
    }
    default:
      return null;
  }
}

function readsDeviceAddress(expression: Expression): boolean {
  return expression.kind === 'member' && expression.member.name === 'dma_address' && expression.base.type.kind === 'record' && expression.base.type.declaration.tag === 'scatterlist'; // prettier-ignore
}

type For = Extract<Statement, { kind: 'for' }>;

function checkCount(
  { definition, expressions }: FunctionSummary,
  { condition, place }: For,
  mapped: readonly MapCall[],
  tell: TreeLook['report'],
): void {
  // prettier-ignore
  if (condition?.kind !== 'binary' || evaluateInteger(condition.right) !== null) return;
  const count = pathOf(condition.right);
  const line = writtenPlace(place).line;
  const call = mapped.find(({ nents, offset }) => count !== null && nents === count && offset < line);
  if (!call || expressions.some((each) => isSetBetween(each, count!, call.offset, line))) return;
  const message =
    'the list is walked with the number of entries that was given to dma_map_sg(): it may have joined some, and only as many as it returned have an address';
  tell(finding('sg-walks-unmapped-count', place, message, definition.symbol.name));
}

/** `count = dma_map_sg(dev, list, count, …)`: the number that was given is the one that came back. */
function isSetBetween(each: Expression, path: string, first: number, last: number): boolean {
  if (each.kind !== 'assignment' || pathOf(each.target) !== path) return false;
  const { line } = writtenPlace(each.place);
  return line >= first - 1 && line < last;
}

function checkLength({ definition }: FunctionSummary, body: readonly Expression[], tell: TreeLook['report']): void {
  // prettier-ignore
  const length = body.find(isPageLength);
  if (!length) return;
  if (body.some((each) => each.kind === 'member' && each.member.name === 'dma_length')) return;
  const message =
    'the length of the pages, not of what the device sees: entries may have been joined, and sg_dma_len() is the length that goes with sg_dma_address()';
  const extent = extentOf(length);
  const base = length.kind === 'member' && length.base.kind === 'dereference' ? textOf(length.base.operand) : null;
  const fixes = extent && base !== null && /^\w+$/.test(base) && extent.file === definition.place.file ? [{ title: `Write sg_dma_len(${base})`, edits: [{ from: extent.from, to: extent.to, text: `sg_dma_len(${base})` }] }] : []; // prettier-ignore
  tell({ ...finding('sg-page-length', length.start, message, definition.symbol.name), fixes });
}

function isPageLength(expression: Expression): boolean {
  return expression.kind === 'member' && expression.member.name === 'length' && expression.base.type.kind === 'record' && expression.base.type.declaration.tag === 'scatterlist'; // prettier-ignore
}

function finding(rule: string, place: Finding['place'], message: string, name: string): Finding {
  return { rule, place: writtenPlace(place), message, notes: [], fixes: [], failing: [], function: name };
}

export const scatter: Family = {
  name: 'scatter',
  rules: [
    {
      id: 'sg-walks-unmapped-count',
      severity: 'warning',
      title: 'a mapped list is walked with the count before mapping',
    },
    { id: 'sg-page-length', severity: 'warning', title: "a segment's length is taken from its pages" },
    { id: 'max-seg-size-missing', severity: 'note', title: 'segments longer than the device is known to take' },
  ],
  calls: {
    sg_init_one: segment(2),
    sg_set_buf: segment(2),
    sg_set_page: segment(2),
    dma_map_sg: maps,
    dma_map_sg_attrs: maps,
    dma_set_max_seg_size(walk) {
      mark(walk.state, 'segment size', 1);
      return null;
    },
  },
  tree: checkWalks,
};
