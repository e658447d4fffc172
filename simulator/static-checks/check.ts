/** The static checks' door: what is wrong with the DMA of one translation unit. Never throws. */
import type { FunctionDefinition, TranslationUnit } from '../c-language/syntax.ts';
import { buildGraph } from './build-graph.ts';
import { exploreFunction, limits } from './explore.ts';
import { calledFunction } from './expressions.ts';
import { ears, families } from './families.ts';
import { readFileFacts, type FileFacts } from './file-facts.ts';
import type { Graph } from './graph.ts';
import { createState } from './state.ts';
import { isSuppressed } from './suppress.ts';
import { guarded, type Crash, type Finding, type Walk } from './walk.ts';

export interface Checked {
  readonly findings: readonly Finding[];
  /** Rules that failed: mistakes of ours, to be logged. */
  readonly crashes: readonly Crash[];
}

export function checkUnit(unit: TranslationUnit): Checked {
  const crashes: Crash[] = [];
  const facts = guarded({ crashes }, 'file facts', () => readFileFacts(unit));
  if (!facts) return { findings: [], crashes };
  if (facts.isBelow) return { findings: [], crashes };
  const findings = new Map<string, Finding>();
  const add = (finding: Finding): void => {
    const { rule, place } = finding;
    // What is left behind is told once for where it was got, however many functions lead there.
    const source = rule === 'unmap-missing' ? (finding.notes[0]?.place ?? place) : place;
    const key = `${rule} ${source.line}:${rule === 'descriptor-endianness' ? 0 : source.column}`;
    if (place.file.path === unit.path && !findings.has(key)) findings.set(key, finding);
  };
  for (const family of families) {
    if (family.file) guarded({ crashes }, `${family.name}/file`, () => family.file!({ facts, report: add }));
  }
  const graphs = new Map<FunctionDefinition, Graph | null>();
  for (const { definition } of facts.functions) {
    const found = guarded({ crashes }, definition.symbol.name, () => checkFunction(facts, definition, graphs, crashes));
    for (const finding of found ?? []) add(finding);
  }
  const kept = [...findings.values()].filter((finding) => !isSuppressed(finding));
  return {
    findings: kept.sort((one, other) => one.place.line - other.place.line || one.place.column - other.place.column),
    crashes,
  };
}

function checkFunction(
  facts: FileFacts,
  definition: FunctionDefinition,
  graphs: Map<FunctionDefinition, Graph | null>,
  crashes: Crash[],
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
    released: new Set(),
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
  const confirmed = [...walk.suspected].filter(([name]) => walk.released.has(name)).map(([, finding]) => finding);
  return [...walk.findings.values(), ...confirmed];
}

function ownFunction({ byName }: FileFacts, call: Parameters<typeof calledFunction>[0]): FunctionDefinition | null {
  const name = calledFunction(call);
  return name === null ? null : (byName.get(name)?.definition ?? null);
}
