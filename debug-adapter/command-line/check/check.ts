/** `dma-debugger check`: the static checks over files, for people and for the CI of driver projects. */
import type { Diagnostic, DriverCheck, StaticFinding, StaticRule } from '../../../simulator/index.ts';
import type { FileAccess } from '../../files.ts';
import { findIncludeOnDisk, type FilesRead } from '../../launch/launch-files.ts';
import { readDefine } from '../../launch/launch-plan.ts';
import { RequestError } from '../../request-error.ts';
import type { SimulatorDoor } from '../../simulator-door.ts';
import { exitStatus, type ExitStatus, type Terminal } from '../terminal.ts';
import type { CheckCommand } from './check-options.ts';
import { kernelHeaders } from './kernel-tree.ts';
import { sarifOf } from './sarif.ts';
import { sourcesOf, type CheckedSource } from './sources.ts';

/** Throws `RequestError` for rules that do not exist. Of several files, those that cannot be read keep no other from being checked. */
export function check(door: SimulatorDoor, files: FileAccess, command: CheckCommand, terminal: Terminal): ExitStatus {
  if (command.explain !== null) return explain(door, command.explain, terminal);
  const wanted = wantedRules(door, command);
  const { sources, unusable } = sourcesOf(files, command.paths);
  for (const each of unusable) terminal.err(`dma-debugger: ${each}\n`);
  const found: StaticFinding[] = [];
  const checkOne = checker(door, files, command);
  for (const source of sources) {
    const { path } = source;
    const result = checkOne(source);
    const findings = result.findings.filter(({ rule }) => wanted.has(rule));
    found.push(...findings);
    tellProblems(path, result, terminal);
    if (command.format === 'text')
      for (const each of findings) terminal.out(`${door.renderDiagnostic(asDiagnostic(each, wanted))}\n`);
  }
  if (command.format === 'json') for (const each of found) terminal.out(`${JSON.stringify(jsonOf(each, wanted))}\n`);
  if (command.format === 'sarif') {
    const all = sarifOf(found, [...wanted.values()], (id) => door.explainRule(id) ?? '', unusable);
    terminal.out(`${JSON.stringify(all, null, 2)}\n`);
  }
  if (unusable.length > 0) return exitStatus.unusableInput;
  return found.length > 0 ? exitStatus.findings : exitStatus.nothingFound;
}

function checker(
  door: SimulatorDoor,
  files: FileAccess,
  command: CheckCommand,
): (source: CheckedSource) => DriverCheck {
  const headers = command.kernel === null ? undefined : kernelHeaders(files, command.kernel);
  const known: FilesRead = { onDisk: new Set(), included: new Map() };
  return ({ path, text, flags }) => {
    known.onDisk.add(path);
    const findInclude = findIncludeOnDisk(files, '.', [...flags.includePath, ...command.includePath], known);
    const defines = [...flags.defines, ...command.defines].map(readDefine);
    return door.checkDriver({ path, text }, { findInclude, defines, ...(headers ? { kernelHeaders: headers } : {}) });
  };
}

const order = { error: 2, warning: 1, note: 0 } as const;

function wantedRules(door: SimulatorDoor, { rules, without, severity }: CheckCommand): ReadonlyMap<string, StaticRule> {
  const all = door.staticRules();
  for (const id of [...rules, ...without]) {
    if (!all.some((rule) => rule.id === id))
      throw new RequestError('badArguments', `there is no rule '${id}' (--explain lists them)`);
  }
  const chosen = all.filter(({ id, severity: own, asked }) => (rules.length === 0 ? !asked : rules.includes(id)) && !without.includes(id) && order[own] >= order[severity]); // prettier-ignore
  return new Map(chosen.map((rule) => [rule.id, rule]));
}

/** What keeps the checks from seeing everything is told in a line for each file. */
function tellProblems(path: string, { diagnostics, missingHeaders, crashes }: DriverCheck, terminal: Terminal): void {
  if (missingHeaders.length > 0) {
    const headers = [...new Set(missingHeaders)];
    const names = headers.slice(0, 5).join(', ');
    terminal.err(`${path}: ${headers.length} unknown header${headers.length === 1 ? '' : 's'} (${names}${headers.length > 5 ? ', …' : ''}): less is seen\n`); // prettier-ignore
  }
  const syntax = diagnostics.filter(({ code, severity, place }) => severity === 'error' && /^(expected|misplaced)-/.test(code) && place.file.path === path); // prettier-ignore
  if (syntax.length > 0 && missingHeaders.length === 0) {
    terminal.err(`${path}:${syntax[0]!.place.line}: ${syntax[0]!.message}${syntax.length > 1 ? ` (and ${syntax.length - 1} more)` : ''}: less is seen\n`); // prettier-ignore
  }
  for (const crash of crashes)
    terminal.err(`${path}: a rule failed, which is a mistake of dma-debugger: ${crash.split('\n')[0]}\n`);
}

function asDiagnostic(
  { rule, message, place, notes }: StaticFinding,
  rules: ReadonlyMap<string, StaticRule>,
): Diagnostic {
  return { severity: rules.get(rule)!.severity, message: `${message} [${rule}]`, place, notes, code: rule };
}

function jsonOf(
  { rule, message, place, notes, fixes, function: name }: StaticFinding,
  rules: ReadonlyMap<string, StaticRule>,
): object {
  const at = ({ file, line, column, length }: StaticFinding['place']): object => ({
    path: file.path,
    line,
    column,
    length,
  });
  return {
    rule,
    severity: rules.get(rule)!.severity,
    message,
    function: name,
    ...at(place),
    notes: notes.map((note) => ({ message: note.message, ...at(note.place) })),
    fixes,
  };
}

function explain(door: SimulatorDoor, id: string, terminal: Terminal): ExitStatus {
  if (id === '') {
    for (const rule of door.staticRules())
      terminal.out(`${rule.id.padEnd(28)}${rule.severity.padEnd(9)}${rule.title}\n`);
    return exitStatus.nothingFound;
  }
  const page = door.explainRule(id);
  if (page === null) throw new RequestError('badArguments', `there is no rule '${id}' (--explain lists them)`);
  terminal.out(page);
  return exitStatus.nothingFound;
}
