/** The DMA mask: that it is set, before anything that goes by it, that the outcome is looked at; and that the device may master the bus. */
import type { Place } from '../../c-language/source.ts';
import type { Expression } from '../../c-language/syntax.ts';
import { acquisitions, mappings, under } from '../dma-functions.ts';
import { evaluateInteger } from '../../c-language/constant-expression.ts';
import {
  calledFunction,
  commentsIn,
  everyExpression,
  expressionsOf,
  linesOf,
  macrosOf,
  withoutCasts,
  withoutWrapping,
} from '../expressions.ts';
import { reaches, type FunctionSummary } from '../file-facts.ts';
import { isForCoherent, isForStreaming, maskFunctions } from '../mask-facts.ts';
import { extentOf, offsetOf, textOf } from '../fixes.ts';
import { ask, enables } from '../questions.ts';
import { mark } from '../state.ts';
import { operation, placeKey, type Term } from '../terms.ts';
import { acquit, report, writtenPlace, type CallHandler, type Family, type TreeLook, type Fix, type Walk } from '../walk.ts'; // prettier-ignore

const allBits = 2n ** 64n - 1n;

const sets: CallHandler = (walk, { values, place, name }) => {
  const [device, mask] = values;
  // 32 bits stand there at first.
  const changes = mask?.kind === 'number' && mask.value !== (1n << 32n) - 1n && !isOfUnknownBits(walk);
  const isWider = mask?.kind === 'number' && mask.value >= 1n << 32n;
  if (device && changes && !isWider && isForStreaming(name))
    blameEarly(walk, 'before mask', device, name, place, false);
  if (device && changes && isForCoherent(name)) blameEarly(walk, 'before coherent mask', device, name, place, isWider);
  if (mask?.kind === 'number') checkFallback(walk, device, mask.value, place);
  mark(walk.state, 'mask set', 1);
  return device && mask ? operation('mask of', device, mask) : null;
};

/** DMA_BIT_MASK() of what cannot be told is all ones on one way and something else on the other. */
function isOfUnknownBits({ state }: Walk): boolean {
  for (let at = state.trail; at; at = at.before)
    if (typeof at.what !== 'string' && macrosOf(at.what.start).includes('DMA_BIT_MASK')) return true;
  return false;
}

function blameEarly(walk: Walk, before: string, device: Term, name: string, place: Place, isWider: boolean): void {
  const early = walk.state.marks.get(before);
  if (!early?.place || early.value !== device.key) return;
  const outcome = isWider ? 'it is kept below 4 GiB, whatever is asked for later' : 'what it gives may lie where the device does not reach'; // prettier-ignore
  const message = `this goes by the mask that stands before ${name}(), 32 bits at first: ${outcome}`;
  report(walk, 'alloc-before-mask', early.place, message, {
    notes: [{ message: 'the mask is set here', place: writtenPlace(place) }],
  });
  walk.state.marks.delete(before);
}

/** With 64 bits every machine can do: where that fails, the device cannot do DMA at all. */
function checkFallback(walk: Walk, device: Term | undefined, mask: bigint, place: Place): void {
  if (!device) return;
  mark(walk.state, 'mask bits', mask.toString(2).length);
  if (mask >= allBits) return;
  const wide = operation('mask of', device, { kind: 'number', key: `#${allBits}`, value: allBits });
  const fact = walk.state.facts.get(wide.key);
  // Reached in another way, too, it is of use.
  if (walk.facts.byName.get(walk.stack.at(-1)!.symbol.name)?.masks.some(({ bits }) => bits === null)) return;
  // `sizeof(dma_addr_t) > 4 && …`: where handles are short, it is what comes first.
  if (isForBothWidths(walk, place) || isByChoice(walk)) return;
  const elsewhere = `fallback ${placeKey(place)}`;
  if (!fact?.nonzero) return acquit(walk, elsewhere);
  const message =
    'never of use: asking for 64 bits fails only where the device cannot do DMA at all, and then this fails too';
  report(walk, 'dead-mask-fallback', place, message, { unless: elsewhere });
}

/** `if (wanted && !dma_set_mask(dev, DMA_BIT_MASK(64))) … else`: what follows is there for a device that is not wanted to do 64 bits, too. */
function isByChoice({ facts, stack }: Walk): boolean {
  const expressions = facts.byName.get(stack.at(-1)!.symbol.name)?.expressions ?? [];
  return expressions.some((each) => {
    if (each.kind !== 'logical' || asksAll(withoutWrapping(each.left))) return false;
    const right = withoutWrapping(each.right);
    const negated = right.kind === 'unary' && right.operator === '!';
    return each.operator === (negated ? '&&' : '||') && asksAll(withoutWrapping(negated ? right.operand : right));
  });
}

/** A call that asks for all 64 bits. */
function asksAll(asked: Expression): boolean {
  const mask = asked.kind === 'call' && maskFunctions.has(calledFunction(asked) ?? '') ? asked.arguments[1] : undefined;
  const bits = mask ? evaluateInteger(mask) : null;
  return bits !== null && BigInt.asUintN(64, bits) === allBits;
}

function isForBothWidths({ graph }: Walk, place: Place): boolean {
  const { file, line } = writtenPlace(place);
  return linesOf(file, graph.definition.place.line, line)
    .split('\n')
    .some((text) => /sizeof\s*\(\s*dma_addr_t\s*\)|IS_ENABLED\(CONFIG_\w*(64BIT|DMA_ADDR)/.test(text));
}

const needsMask: CallHandler = (walk, { values, place, name }) => {
  const [device] = values;
  const which = /alloc/.test(name) ? 'before coherent mask' : 'before mask';
  if (device && !walk.state.marks.has('mask set')) mark(walk.state, which, device.key, writtenPlace(place));
  return null;
};

const needy = Object.entries(acquisitions).flatMap(([name, { kind }]) => (kind === 'coherent' || kind === 'managed' || mappings.has(kind) ? [name] : [])); // prettier-ignore
const dma = new RegExp(`^(${needy.join('|')}|dma_alloc_pages|dma_alloc_noncoherent|dmam?_pool_create)$`);

/** A call whose value nobody looks at, and that is not cast to void. */
function checkIgnored({ summary: { definition, statements, expressions }, report: tell }: TreeLook): void {
  for (const statement of statements) {
    if (statement.kind !== 'expression') continue;
    const { expression } = statement;
    const name = calledFunction(expression);
    if (name === null || !maskFunctions.has(name) || expression.start.expansion) continue;
    if (expression.kind === 'call' && cannotFail(name, expression, expressions)) continue;
    if (isFallback(expression, statements)) continue;
    const message = `the outcome of ${name}() is not looked at: where it fails, the device cannot do DMA`;
    const type = definition.symbol.type;
    const plain = type.kind === 'function' && type.result.kind === 'integer' && type.result.name === 'int';
    tell({ rule: 'dma-mask-unchecked', place: expression.start, message, notes: [], failing: [], function: definition.symbol.name, fixes: plain ? returnFix(expression, statement.end) : [] }); // prettier-ignore
  }
}

/** `if (dma_set_mask(dev, DMA_BIT_MASK(64))) dma_set_mask(dev, DMA_BIT_MASK(32))`: that it is never of use is told already. */
function isFallback(call: Expression, statements: FunctionSummary['statements']): boolean {
  return statements.some((each) => {
    if (each.kind !== 'if') return false;
    return asksAll(withoutWrapping(each.condition)) && expressionsOf(each.whenTrue).includes(call);
  });
}

type Call = Extract<Expression, { kind: 'call' }>;

/**
 * A mask for coherent memory that is no wider than one for mappings which was set before, as DMA-API-HOWTO says; the mask of another device, which took it; all 64
 * bits of a device that is given a place to keep them.
 */
function cannotFail(name: string, call: Call, expressions: readonly Expression[]): boolean {
  const [device, mask] = call.arguments;
  if (isConsidered(call, name)) return true;
  if (!device || !mask) return false;
  if (everyExpression(mask).some((each) => each.kind === 'member' && /^(coherent_)?dma_mask$/.test(each.member.name ?? ''))) return true; // prettier-ignore
  if (isSavedMask(mask)) return true;
  const bits = evaluateInteger(mask);
  const isAll = bits !== null && BigInt.asUintN(64, bits) === allBits;
  if (name === 'dma_coerce_mask_and_coherent') return isAll;
  // A device of a bus of its own, which is given its place for a mask here.
  if (isAll && expressions.some((each) => each.kind === 'assignment' && each.target.kind === 'member' && each.target.member.name === 'dma_mask')) return true; // prettier-ignore
  const at = extentOf(call)?.from ?? 0;
  return expressions.some((each) => {
    const earlier = each.kind === 'call' ? calledFunction(each) : null;
    if (each.kind !== 'call' || earlier === null || !maskFunctions.has(earlier) || !isForStreaming(earlier))
      return false;
    const [other, wider] = each.arguments;
    if (!other || !wider || textOf(other) !== textOf(device) || (extentOf(each)?.from ?? at) >= at) return false;
    const widest = evaluateInteger(wider);
    return (
      asWritten(wider) === asWritten(mask) ||
      // All 64 bits are no fewer than any that cannot be told.
      (!isForStreaming(name) && widest !== null && BigInt.asUintN(64, widest) >= BigInt.asUintN(64, bits ?? allBits))
    );
  });
}

/** An argument in the words of the source, macros and all. */
function asWritten({ start }: Expression): string {
  const place = writtenPlace(start);
  const from = offsetOf(place);
  const { text } = place.file;
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (depth === 0 && /[,)]/.test(text[at]!)) return text.slice(from, at).replace(/\s+/g, '');
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
  }
  return '';
}

/** A variable that another mask was kept in: what was taken once is taken again. */
function isSavedMask(mask: Expression): boolean {
  const bare = withoutCasts(mask);
  const name = bare.kind === 'load' && bare.operand.kind === 'variable' ? bare.operand.symbol.name : null;
  return (
    name !== null &&
    new RegExp(`\\b${name}\\s*=[^=;]*\\b((coherent_)?dma_mask|dma_get_mask\\([^;]*\\))\\s*;`).test(mask.start.file.text)
  );
}

/** A comment before it speaks of what it returns: as good as a cast to void. */
function isConsidered({ start }: Call, name: string): boolean {
  const above = linesOf(start.file, start.line - 16, start.line - 1);
  const lines = above.slice(above.lastIndexOf('\n}') + 1);
  const comment = /\/\*(?:(?!\*\/)[\s\S])*\*\/[^*;{}]*$/.exec(lines)?.[0] ?? '';
  const isOfIt = /return value|not? check|cannot fail|can't fail|never fail/i;
  return isOfIt.test(comment) || (isOfIt.test(lines) && commentsIn(lines).includes(name));
}

function returnFix(expression: Expression, end: Place): readonly Fix[] {
  const extent = extentOf(expression);
  if (!extent || end.file !== extent.file) return [];
  const { text } = extent.file;
  const lineStart = text.lastIndexOf('\n', extent.from) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, extent.from))![0];
  if (indent.length !== extent.from - lineStart) return [];
  const call = text.slice(extent.from, extent.to);
  return [{ title: 'Return where it fails', edits: [{ from: extent.from, to: extent.to + 1, text: `if (${call})\n${indent}\treturn -EIO;` }] }]; // prettier-ignore
}

/** Such functions begin with a device that has been set up before. */
const again = /resume|open|reset|restore|restart|_up$|recover|thaw/;

function isPciDevice({ type }: FunctionSummary['definition']['parameters'][number]): boolean {
  return type.kind === 'pointer' && type.target.kind === 'record' && type.target.declaration.tag === 'pci_dev';
}

/** Functions that set a PCI device up and get memory for DMA, in what they reach. */
function checkProbes({ facts, summary, report: tell }: TreeLook): void {
  if (![...summary.calls].some((name) => enables.test(name)) || again.test(summary.definition.symbol.name)) return;
  const reached = reaches(facts, summary.definition.symbol.name).map((name) => facts.byName.get(name)!);
  const calls = new Set(reached.flatMap((each) => [...each.calls]));
  // Other files of the driver may do it.
  if (reached.some(({ elsewhere }) => elsewhere.length > 0)) return;
  if (![...calls].some((name) => dma.test(name))) return;
  if (ask(facts, 'transfers by ISA')) return;
  const { definition } = summary;
  // What other files call may be given a device that they have set up.
  if (definition.symbol.storage !== 'static' && !definition.parameters.some(isPciDevice)) return;
  const say = (rule: string, message: string): void => tell({ rule, place: definition.symbol.place, message, notes: [], fixes: [], failing: [], function: definition.symbol.name }); // prettier-ignore
  if (
    ![...calls].some((name) => maskFunctions.has(name) || /set_(dma_)?mask/.test(name)) &&
    !ask(facts, 'sets masks elsewhere')
  ) {
    say('dma-mask-missing', 'no DMA mask is set: the device is taken to reach 32 bits, whatever it can do');
  }
  if (
    ![...calls].some((name) => /master/.test(name)) &&
    !ask(facts, 'masters elsewhere') &&
    !ask(facts, 'masters by command')
  ) {
    say('bus-master-missing', 'pci_set_master() is not called: until it is, the device may not start a transfer');
  }
}

export const masks: Family = {
  name: 'masks',
  rules: [
    { id: 'dma-mask-missing', severity: 'note', title: 'no DMA mask is set' },
    { id: 'dma-mask-unchecked', severity: 'warning', title: 'the outcome of setting the DMA mask is not looked at' },
    { id: 'alloc-before-mask', severity: 'warning', title: 'memory for DMA before the mask is set' },
    { id: 'dead-mask-fallback', severity: 'note', title: 'a fallback from 64 to fewer bits that is never taken' },
    { id: 'bus-master-missing', severity: 'warning', title: 'the device is not made a bus master' },
  ],
  calls: {
    ...under([...maskFunctions], sets),
    ...under(needy, needsMask),
  },
  tree(look) {
    checkIgnored(look);
    checkProbes(look);
  },
};
