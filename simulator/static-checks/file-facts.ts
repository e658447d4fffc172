/** What a file tells by itself, before any path is walked: which fields hold coherent memory, which functions are interrupt handlers, who calls whom. */
import type { SourceFile } from '../c-language/source.ts';
import type { Expression, FunctionDefinition, Statement, TranslationUnit } from '../c-language/syntax.ts';
import { everyStatement, expressionsOf } from './expressions.ts';
import { wideMasks, type WideMasks } from './mask-facts.ts';
import { digest, type Digest } from './function-digest.ts';

export interface FileFacts {
  readonly file: SourceFile;
  /** Of the file itself, not of its headers. */
  readonly functions: readonly FunctionSummary[];
  readonly byName: ReadonlyMap<string, FunctionSummary>;
  /** `tag.member` of pointers to coherent memory. */
  readonly coherentFields: ReadonlySet<string>;
  /** `tag.member` that the driver itself writes something other than 0 to. */
  readonly writtenFields: ReadonlySet<string>;
  /** Run with interrupts off, or where nothing may sleep. */
  readonly interruptHandlers: ReadonlySet<string>;
  readonly atomicCallbacks: ReadonlySet<string>;
  readonly wide: WideMasks;
  /** `tag.member` of handles of coherent memory. */
  readonly coherentHandles: ReadonlySet<string>;
  /** `tag.member` of addresses in memory that no mask is asked for. */
  readonly poolAddresses: ReadonlySet<string>;
  /** Members whose handles some function passes to dma_mapping_error(). */
  readonly checkedMembers: ReadonlySet<string>;
  /** `tag.member` that some function converts to or from a byte order. */
  readonly convertedFields: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** An IOMMU's driver or the like: what the DMA API stands on, not who uses it. */
  readonly isBelow: boolean;
  /** Functions that do something with DMA, by themselves or by what they call. */
  readonly relevant: ReadonlySet<string>;
}

export interface FunctionSummary extends Digest {
  readonly definition: FunctionDefinition;
  /** Read when somebody asks. */
  readonly statements: readonly Statement[];
  readonly expressions: readonly Expression[];
  /** Somebody in the file calls it. */
  called: boolean;
}

/** `digestOf` gives what is known of a function already, or null. */
export function readFileFacts(
  unit: TranslationUnit,
  digestOf: (definition: FunctionDefinition) => Digest | null = () => null,
): FileFacts {
  const own = unit.functions.filter(({ place }) => place.file.path === unit.path);
  const functions = own.map((definition) => summarize(definition, digestOf(definition)));
  const byName = new Map(functions.map((each) => [each.definition.symbol.name, each]));
  for (const { calls } of functions) for (const name of calls) setCalled(byName.get(name));
  return {
    file: own[0]?.place.file ?? { path: unit.path, text: '', builtIn: false },
    functions,
    byName,
    coherentFields: new Set(functions.flatMap(({ coherentFields }) => coherentFields)),
    writtenFields: new Set(functions.flatMap(({ writtenFields }) => writtenFields)),
    interruptHandlers: new Set(functions.flatMap(({ interruptHandlers }) => interruptHandlers)),
    atomicCallbacks: new Set(functions.flatMap(({ atomicCallbacks }) => atomicCallbacks)),
    wide: wideMasks(functions.flatMap(({ masks }) => masks)),
    coherentHandles: new Set(functions.flatMap(({ coherentHandles }) => coherentHandles)),
    poolAddresses: new Set(functions.flatMap(({ poolAddresses }) => poolAddresses)),
    checkedMembers: new Set(functions.flatMap(({ checkedMembers }) => checkedMembers)),
    convertedFields: new Set(functions.flatMap(({ convertedFields }) => convertedFields)),
    calls: new Set(functions.flatMap(({ calls }) => [...calls])),
    relevant: relevantOf(functions),
    isBelow:
      own.length > 0 &&
      /\barch_sync_dma_for_(device|cpu)\s*\(|^(static\s+)?(const\s+)?struct\s+(iommu_ops|dma_map_ops)\s+\w+\s*=|^EXPORT_SYMBOL(_GPL)?\(dma_(alloc|free|declare|release|map|unmap|mmap|common)_/m.test(
        own[0]!.place.file.text,
      ),
  };
}

const dma =
  /^(dmam?_|pci_set_master|pci_clear_master|sg_init_one|sg_set_buf|(devm_)?request_(threaded_)?irq$|free_irq$|remap_pfn)/;

function relevantOf(functions: readonly FunctionSummary[]): ReadonlySet<string> {
  const found = new Set<string>();
  const uses = ({ calls }: FunctionSummary): boolean => [...calls].some((name) => found.has(name) || dma.test(name));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const each of functions) if (!found.has(each.definition.symbol.name) && uses(each)) found.add(each.definition.symbol.name); // prettier-ignore
  }
  return found;
}

function setCalled(summary: FunctionSummary | undefined): void {
  if (summary) summary.called = true;
}

function summarize(definition: FunctionDefinition, known: Digest | null): FunctionSummary {
  let statements: readonly Statement[] | null = null;
  let expressions: readonly Expression[] | null = null;
  const lazy = {
    definition,
    called: false,
    get statements(): readonly Statement[] {
      return (statements ??= [...everyStatement(definition.body)]);
    },
    get expressions(): readonly Expression[] {
      return (expressions ??= expressionsOf(definition.body));
    },
  };
  return Object.assign(lazy, known ?? digest(lazy.expressions, definition.body));
}

/** Names of the functions that a function reaches within the file, itself first. */
export function reaches(facts: Pick<FileFacts, 'byName'>, name: string): readonly string[] {
  return closure(facts, name, ({ calls }) => calls);
}

/** Those whose bodies what is found in it may depend on: of handlers and the like, too. */
export function dependsOn(facts: Pick<FileFacts, 'byName'>, name: string): readonly string[] {
  return closure(facts, name, ({ mentions }) => mentions);
}

function closure(
  { byName }: Pick<FileFacts, 'byName'>,
  name: string,
  next: (summary: FunctionSummary) => ReadonlySet<string>,
): readonly string[] {
  // prettier-ignore
  const found = new Set<string>([name]);
  for (const each of found) {
    if (found.size > 200) break;
    const summary = byName.get(each);
    for (const other of summary ? next(summary) : []) if (byName.has(other)) found.add(other);
  }
  return [...found];
}

/** Whether a function is called by none but functions of such names, through whatever stands between. */
export function isOnlyReachedFrom({ functions, byName }: FileFacts, name: string, wanted: RegExp): boolean {
  const found = new Set<string>([name]);
  for (const each of found) {
    if (wanted.test(each)) continue;
    const callers = functions.filter(
      ({ definition, mentions }) => mentions.has(each) && definition.symbol.name !== each,
    );
    if (callers.length === 0 || found.size > 50) return false;
    // Somebody is given its address.
    if (callers.some(({ calls }) => !calls.has(each))) return false;
    for (const { definition } of callers) found.add(definition.symbol.name);
  }
  return byName.has(name);
}
