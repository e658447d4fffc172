/**
 * What a build leaves for the next one, of nearly the same text: headers that need not be read again. Each file has two readings that take turns, because a unit shares
 * its symbols with the one that the same reading gave before, and the program before goes on until the new one takes its place.
 */
import type { Program } from './c-language/program.ts';
import type { SourceFile } from './c-language/source.ts';
import { createHeadersRead, readOnceMore, type HeadersRead } from './headers-once.ts';
import type { CompiledUnit } from './shipped-sources.ts';
import type { DriverSource, RunRequest, SourceText } from './simulation.ts';

export interface Reading {
  readonly live: HeadersRead;
  spare: HeadersRead | null;
  /** What came of it. */
  unit: { readonly file: SourceFile; readonly compiled: CompiledUnit } | null;
}
/** By path. */
export type Readings = Map<string, Reading>;

const leftBy = new WeakMap<Program, { readonly request: RunRequest; readonly readings: Readings }>();

export function leaveReadings(program: Program, request: RunRequest, readings: Readings): void {
  leftBy.set(program, { request, readings });
}

/** How to read a file of the request; to be kept for the program that comes of it. One whose text is the same need not be read: `unit` is there. */
export function nextReading(request: RunRequest, source: DriverSource, before: Program | null): Reading {
  const left = before && leftBy.get(before);
  const reading = left && isAskedAlike(left.request, request, source) ? left.readings.get(source.path) : undefined;
  const findInclude = source.findInclude ?? request.findInclude;
  const { live, unit } = reading ?? {};
  if (!reading || !live || (live.beginning && !isStillTrue(live.beginning.state, findInclude)))
    return { live: createHeadersRead(), spare: null, unit: null };
  if (unit?.file.text === source.text && isStillTrue(unit.compiled.included, findInclude)) return reading;
  return { live: spareOf(reading, source), spare: reading.live, unit: null };
}

/** Does beforehand what the next build would begin with. */
export function prepareReadings(program: Program): void {
  const left = leftBy.get(program);
  if (!left) return;
  const { driver, app, moreApps } = left.request;
  for (const source of [...driver, ...(app ? [app] : []), ...(moreApps ?? [])]) {
    const reading = left.readings.get(source.path);
    if (reading) spareOf(reading, source);
  }
}

function spareOf(reading: Reading, { path }: SourceText): HeadersRead {
  return (reading.spare ??= readOnceMore(reading.live, path));
}

/** What a file is read with depends on these. */
function isAskedAlike(one: RunRequest, other: RunRequest, { path, defines, includes }: DriverSource): boolean {
  const before = one.driver.find((each) => each.path === path);
  return (
    one.machine === other.machine &&
    one.module === other.module &&
    one.defines === other.defines &&
    one.driver.length === other.driver.length &&
    one.driver.every((each, index) => each.path === other.driver[index]!.path) &&
    (!before || (before.defines === defines && before.includes === includes))
  );
}

/** The user's own headers are what they were, and all were found. */
function isStillTrue(
  { includes, missingIncludes }: CompiledUnit['included'],
  findInclude: RunRequest['findInclude'],
): boolean {
  return (
    missingIncludes.length === 0 &&
    includes.every(({ place, file }) => {
      if (file.builtIn) return true;
      const found = findInclude(nameAt(place), place.file.path);
      return found?.path === file.path && found.text === file.text;
    })
  );
}

function nameAt({
  file,
  line,
  column,
  length,
}: {
  readonly file: SourceFile;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}): string {
  const name = file.text.split('\n', line)[line - 1]?.substr(column - 1, length) ?? '';
  return name.replace(/^[<"]|[>"]$/g, '');
}
