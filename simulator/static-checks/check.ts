/** The static checks' door: what is wrong with the DMA of one translation unit. Never throws. */
import type { Expression, FunctionDefinition, TranslationUnit } from '../c-language/syntax.ts';
import type { RecordDeclaration } from '../c-language/types.ts';
import { buildGraph } from './build-graph.ts';
import { exploreFunction, limits } from './explore.ts';
import { calledFunction, everyExpression, expressionsOf } from './expressions.ts';
import { ears, families } from './families.ts';
import {
  compareMeanings,
  createCheckCache,
  keyOfFunction,
  knownDigest,
  layoutOf,
  moverOf,
  ownFunctions,
  remember,
  remembered,
  type CheckCache,
  type FoundIn,
  type Layout,
} from './check-cache.ts';
import { dependsOn, readFileFacts, type FileFacts, type FunctionSummary } from './file-facts.ts';
import type { Graph } from './graph.ts';
import { lookWholly, type Look } from './look.ts';
import { namesOfRecords } from './meaning.ts';
import { createState, type Step } from './state.ts';
import { withFixes } from './fixes-by-text.ts';
import { seenFacts, type Asked, type SeenFacts } from './questions.ts';
import { isSuppressed } from './suppress.ts';
import { guarded, type Crash, type Finding, type Walk } from './walk.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  /** Rules that failed: mistakes of ours, to be logged. */
  readonly crashes: readonly Crash[];
  /** Functions whose bodies were left out, and are needed after all. */
  readonly missing: readonly string[];
  /** Nothing can be remembered of it. */
  readonly failed: boolean;
}

/** A look at a document that was looked at before: see look.ts. */
export interface Again {
  readonly cache: CheckCache;
  readonly look: Look;
  readonly layout: Layout;
  /** In whose text others than the parser say something. */
  readonly told: ReadonlySet<string>;
}

/** With what is known of a document, what has not changed since is not looked at again. */
export function checkUnit(unit: TranslationUnit, again = forTheFirstTime(unit)): Checked {
  const crashes: Crash[] = [];
  const missing: string[] = [];
  const checked = guarded({ crashes }, 'file', () => checkFile(unit, again, crashes, missing));
  return { findings: checked ?? [], crashes, missing, failed: checked === null };
}

/** What each function of the file shows when paths begin in it, with the routes there: the same finding once for each function that leads to it. */
export function findingsWithRoutes(unit: TranslationUnit): readonly Finding[] {
  const facts = readFileFacts(unit);
  const looking: Looking = { graphs: new Map(), crashes: [] };
  const given: Asked = new Map();
  return facts.functions.flatMap((summary) => {
    const found: Pick<FoundIn, 'findings' | 'looked'> = { findings: [], looked: null };
    lookAt(looking, { ...seenFacts(facts, given), wantsRoutes: true }, summary, found);
    return found.findings;
  });
}

function forTheFirstTime(unit: TranslationUnit): Again {
  const cache = createCheckCache();
  return { cache, look: lookWholly(cache), layout: layoutOf(unit), told: new Set() };
}

/** Where all names are known, bodies mean the same behind all others; the rest is `missing`. */
function readLate(
  late: readonly FunctionDefinition[],
  { functions }: CheckCache,
  { blank }: Look,
  missing: string[],
): void {
  missing.push(...late.map(({ symbol }) => symbol.name).filter((name) => blank.has(name) || functions.get(name)!.doubtful)); // prettier-ignore
  if (missing.length === 0) for (const { readBody } of late) readBody?.();
}

function checkFile(
  unit: TranslationUnit,
  { cache, look, layout, told }: Again,
  crashes: Crash[],
  missing: string[],
): readonly Finding[] {
  const own = ownFunctions(unit);
  if (own.length === 0) return nowhere(cache);
  const { file } = own[0]!.place;
  const touched = compareMeanings(cache, look, own);
  readLate(own.filter(({ symbol: { name } }) => touched.has(name) && look.leftOut.has(name)), cache, look, missing); // prettier-ignore
  if (missing.length > 0) return [];
  const facts = readFileFacts(unit, (definition) => knownDigest(cache, look, touched, definition));
  if (facts.isBelow) return nowhere(cache);
  const given: Asked = new Map();
  const found: Found = new Map();
  const changed: FunctionSummary[] = [];
  const moved = moverOf(cache, layout, file);
  for (const summary of facts.functions) {
    const key = keyOfFunction(cache, facts, layout, summary);
    const known = remembered(cache, { facts, given, key }, summary, layout, moved);
    found.set(summary, { key, findings: known ?? [], looked: null });
    if (!known) changed.push(summary);
  }
  readLate(missingOf(facts, changed, look), cache, look, missing);
  if (missing.length > 0) return [];
  const looking: Looking = { graphs: new Map(), crashes };
  for (const summary of changed) lookAt(looking, seenFacts(facts, given), summary, found.get(summary)!);
  remember(cache, layout, look, told, found);
  return distinct(
    [...found.values()].flatMap(({ findings }) => findings),
    unit.path,
  );
}

/** Bodies that were left out, and have to be there for what is looked at. */
function missingOf(
  facts: FileFacts,
  changed: readonly FunctionSummary[],
  { leftOut }: Look,
): readonly FunctionDefinition[] {
  if (leftOut.size === 0) return [];
  const needed = new Set(changed.flatMap(({ definition }) => dependsOn(facts, definition.symbol.name)));
  return [...needed].flatMap((name) => (leftOut.has(name) ? (facts.byName.get(name)?.definition ?? []) : []));
}

function nowhere(cache: CheckCache): readonly Finding[] {
  cache.functions = new Map();
  return [];
}

type Found = Map<FunctionSummary, FoundIn>;

interface Looking {
  readonly graphs: Map<FunctionDefinition, Graph | null>;
  readonly crashes: Crash[];
}

function lookAt(
  looking: Looking,
  facts: SeenFacts,
  summary: FunctionSummary,
  found: Pick<FoundIn, 'findings' | 'looked'>,
): void {
  const inTree: Finding[] = [];
  for (const { name, tree } of families) {
    if (tree) guarded(looking, `${name}/tree`, () => tree({ facts, summary, report: (each) => inTree.push(each) }));
  }
  const { definition } = summary;
  const measured = new Set<RecordDeclaration>();
  const walked = guarded(looking, definition.symbol.name, () => checkFunction(looking, facts, definition, measured));
  found.findings = [...inTree, ...(walked ?? [])].map(withFixes);
  found.looked = { measured: namesOfRecords(measured), asked: facts.asked };
}

function distinct(findings: readonly Finding[], path: string): readonly Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const { rule, place } = finding;
    // What is left behind is told once for where it was got, however many functions lead there.
    const got = finding.notes.find(({ message }) => message === 'mapped here' || message === 'allocated here');
    const source = rule === 'unmap-missing' ? (got?.place ?? place) : place;
    const key = `${rule} ${source.line}:${rule.startsWith('descriptor-endianness') ? 0 : source.column}`;
    if (place.file.path === path && !kept.has(key) && !isSuppressed(finding)) kept.set(key, finding);
  }
  return [...kept.values()].sort((one, other) => one.place.line - other.place.line || one.place.column - other.place.column); // prettier-ignore
}

function checkFunction(
  { graphs, crashes }: Looking,
  facts: SeenFacts,
  definition: FunctionDefinition,
  measured: Set<RecordDeclaration>,
): readonly Finding[] {
  // prettier-ignore
  const graphOf = (of: FunctionDefinition): Graph | null => {
    let graph = graphs.get(of);
    if (graph === undefined) {
      graph = buildGraph(of, (call) => ownFunction(facts, call));
      graphs.set(of, graph);
    }
    return graph;
  };
  const graph = graphOf(definition);
  if (!graph) return [];
  const walk: Walk = {
    facts,
    ears,
    graphOf,
    root: definition,
    findings: new Map(),
    suspected: new Map(),
    released: new Map(),
    undone: new Set(),
    decided: new Map(),
    conditions: new Map(),
    acquitted: new Set(),
    measured,
    crashes,
    state: createState(),
    loaded: null,
    graph,
    frame: 1,
    path: '',
    stack: [definition],
    budget: limits.visits,
  };
  exploreFunction(walk);
  const confirmed = [...walk.suspected]
    .filter(([name]) => (walk.released.has(name) || walk.undone.has(name)) && !isPassedOver(walk, name))
    .map(([, finding]) => finding);
  const kept = [...walk.findings].filter(([key]) => !walk.acquitted.has(walk.conditions.get(key) ?? '') && !isPassedOver(walk, key.replace('unmap-missing ', ''))); // prettier-ignore
  return [...kept.map(([, finding]) => finding), ...confirmed];
}

/** The path comes to where others release it, and a condition there says that there is nothing to release. */
function isPassedOver({ facts, root, released, decided }: Walk, name: string): boolean {
  const calls = released.get(name);
  const trail = decided.get(name);
  if (!calls || !trail) return false;
  return facts.byName
    .get(root.symbol.name)!
    .statements.some(
      (each) =>
        each.kind === 'if' &&
        expressionsOf(each.whenTrue).some((one) => calls.has(one)) &&
        isNotTaken(each.condition, trail),
    );
}

/** One of the condition's parts came out so that it, if all of them are needed, does not hold. */
function isNotTaken(condition: Expression, trail: Step): boolean {
  let bare = condition;
  let holds = false;
  for (; bare.kind === 'unary' && bare.operator === '!'; bare = bare.operand) holds = !holds;
  const within = new Set(everyExpression(bare));
  for (let at: Step | null = trail; at; at = at.before)
    if (typeof at.what !== 'string' && at.truth === holds && within.has(at.what)) return true;
  return false;
}

function ownFunction({ byName }: SeenFacts, call: Parameters<typeof calledFunction>[0]): FunctionDefinition | null {
  const name = calledFunction(call);
  return name === null ? null : (byName.get(name)?.definition ?? null);
}
