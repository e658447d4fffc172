/** From launch arguments to everything that determines a run: files read, machine checked, driver and app told apart. Also used by the command line. */
import type { Diagnostic, DriverSource, FaultPlan, Machine, RunRequest, SourceText } from '../../simulator/index.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import { macroOf, noFlags, type CompilerFlags } from '../build-files/compiler-flags.ts';
import { driverFiles } from '../build-files/driver-files.ts';
import { besides, type FileAccess } from '../files.ts';
import { RequestError } from '../request-error.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { findIncludeOnDisk, findScenario, rootFiles, scenarioFiles, type FilesRead } from './launch-files.ts';
import { isUserProgram } from './source-role.ts';

export interface LaunchPlan {
  readonly request: RunRequest;
  /** The request before any edit. */
  readonly launched: RunRequest;
  /** By path: texts that were edited since, of sources and of included files. */
  readonly edited: ReadonlyMap<string, string>;
  /** Files that were read from disk, included ones as they are met; all others are served by the adapter. */
  readonly filesOnDisk: ReadonlySet<string>;
  /** By path: text of those that are included, as it was read last. */
  readonly included: ReadonlyMap<string, string>;
  /** For messages: what is debugged, by name. */
  readonly title: string;
}

/** The C code or the machine file is wrong: `diagnostics` say where. */
export class BuildFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(firstError(diagnostics));
    this.diagnostics = diagnostics;
  }
}

/** Throws `RequestError` for what cannot be found, `BuildFailure` for a wrong machine file. */
export function planLaunch(door: SimulatorDoor, files: FileAccess, args: LaunchArguments): LaunchPlan {
  const folder = files.resolve('.', args.cwd ?? '.');
  const filesRead: FilesRead = { onDisk: new Set(), included: new Map() };
  const read = (what: string, path: string): SourceText => readSource(files, folder, filesRead.onDisk, what, path);
  const chosen = args.scenario === undefined ? null : scenarioFiles(findScenario(door, args.scenario), args.fixed);
  const onDisk = (...folders: readonly (readonly string[])[]): FindInclude =>
    findIncludeOnDisk(files, folder, folders.flat(), filesRead);
  const configuration = door.kernelConfiguration();
  const named = listOf(args.program).map((path) => driverFiles(files, files.resolve(folder, path), configuration));
  const programs = named.flatMap(({ sources }) =>
    sources.map(({ path, flags }) => ({
      ...read('program', path),
      ...(flags === noFlags ? {} : driverOptions(flags, onDisk(flags.includePath, args.includePath ?? []), read)),
    })),
  );
  const module = named.find((each) => each.module !== null)?.module ?? null;
  const apps = listOf(args.app).map((path) => read('app', path));
  const roles = assignRoles(programs, apps, chosen);
  const machine = readMachine(door, args.machine, chosen?.machine ?? null, (path) => read('machine file', path));
  const machineFolder = typeof args.machine === 'string' ? besides(files.resolve(folder, args.machine), '.') : folder;
  const find = onDisk(args.includePath ?? []);
  const request: RunRequest = {
    machine,
    ...roles,
    ...(module === null ? {} : { module }),
    findInclude: (name, from) => chosen?.findInclude(name, from) ?? find(name, from),
    defines: (args.defines ?? []).map(readDefine),
    parameters: Object.fromEntries(
      Object.entries(args.parameters ?? {}).map(([name, value]) => [name, parameterText(value)]),
    ),
    arguments: args.args ?? [],
    ...(args.allow && { allow: args.allow }),
    ...(args.faults && { faults: completePlan(args.faults) }),
    files: rootFiles(files, machineFolder, machine.files ?? {}),
  };
  return {
    title:
      chosen?.title ??
      [...roles.driver, ...(roles.app ? [roles.app] : []), ...(roles.moreApps ?? [])]
        .map((each) => baseName(each.path))
        .join(' and '),
    filesOnDisk: filesRead.onDisk,
    included: filesRead.included,
    request,
    launched: request,
    edited: new Map(),
  };
}

type FindInclude = RunRequest['findInclude'];

function driverOptions(
  { defines, includes }: CompilerFlags,
  findInclude: FindInclude,
  read: (what: string, path: string) => SourceText,
): Omit<DriverSource, keyof SourceText> {
  return {
    defines: defines.map(readDefine),
    findInclude,
    includes: includes.map((path) => read('included file', path)),
  };
}

function completePlan({
  fail,
  failAt,
  reads,
  memory,
  loseInterrupts,
  delayInterrupts,
  stopTransfers,
  unplug,
}: NonNullable<LaunchArguments['faults']>): FaultPlan {
  return {
    fail: fail ?? [],
    failAt: (failAt ?? []).map((each) => each.replace(/\\/g, '/')),
    reads: (reads ?? []).map(({ at, give }) => ({ at: at.replace(/\\/g, '/'), give })),
    memory: (memory ?? []).map((each) => ({ ...each, at: each.at.replace(/\\/g, '/') })),
    loseInterrupts: loseInterrupts ?? [],
    delayInterrupts: delayInterrupts ?? [],
    stopTransfers: stopTransfers ?? [],
    unplug: (unplug ?? []).map(({ device, at, noticed }) => ({ device, at, noticed: noticed ?? null })),
  };
}

function readSource(
  files: FileAccess,
  folder: string,
  filesOnDisk: Set<string>,
  what: string,
  path: string,
): SourceText {
  const full = files.resolve(folder, path);
  const text = files.readText(full);
  if (text === null) throw new RequestError('unusableInput', `the ${what} '${full}' does not exist`);
  filesOnDisk.add(full);
  return { path: full, text };
}

type Roles = Pick<RunRequest, 'driver' | 'app' | 'moreApps'>;

/** A program with `main` that is no module runs as a user program; several start together. What is named beside a scenario replaces its part. */
function assignRoles(programs: readonly DriverSource[], apps: readonly SourceText[], chosen: Roles | null): Roles {
  const drivers = programs.filter(({ text }) => !isUserProgram(text));
  const [first, ...others] = [...apps, ...programs.filter((each) => !drivers.includes(each))];
  const roles: Roles = {
    driver: drivers.length > 0 ? drivers : (chosen?.driver ?? []),
    app: first ?? chosen?.app ?? null,
    ...(others.length > 0 ? { moreApps: others } : {}),
  };
  if (roles.driver.length === 0 && !roles.app)
    throw new RequestError(
      'unusableInput',
      "there is nothing to run: give a driver or a user program as 'program', or a documented bug as 'scenario'",
    );
  return roles;
}

function readMachine(
  door: SimulatorDoor,
  given: LaunchArguments['machine'],
  ofScenario: SourceText | null,
  read: (path: string) => SourceText,
): Machine {
  const source =
    given === undefined
      ? ofScenario
      : typeof given === 'string'
        ? read(given)
        : { path: 'machine', text: JSON.stringify(given, null, 2) };
  const { machine, diagnostics } = door.parseMachine(source?.text ?? null, source?.path ?? 'machine');
  if (machine) return machine;
  throw new BuildFailure(diagnostics);
}

function listOf(program: LaunchArguments['program']): readonly string[] {
  return program === undefined ? [] : typeof program === 'string' ? [program] : program;
}

/** `NAME` or `NAME=VALUE`, as after -D. */
export function readDefine(text: string): { readonly name: string; readonly value: string | null } {
  const macro = macroOf(text);
  const form = macro.value === null ? /^[A-Za-z_]\w*$/ : /^[A-Za-z_]\w*(\([\w, .]*\))?$/;
  if (!form.test(macro.name))
    throw new RequestError('badArguments', `'${text}' does not define a macro: write NAME or NAME=VALUE`);
  return macro;
}

/** As on insmod's command line. */
function parameterText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'Y' : 'N') : String(value);
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}

function firstError(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((each) => each.severity === 'error');
  const [first] = errors;
  if (!first) return 'the program cannot be built';
  let { place } = first;
  // Where somebody wrote it, not inside of the macro that he used.
  while (place.expansion) place = place.expansion.place;
  const { file, line, column } = place;
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${file.path}:${line}:${column}: ${first.message}${others}`;
}
