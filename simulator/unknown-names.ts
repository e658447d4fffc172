/** What is said of names that a source file uses without a header that declares them: ours to include, or nothing that is modelled. */
import type { Diagnostic, Place } from './c-language/source.ts';
import { embeddedSources } from './embedded.generated.ts';
import { aboutOldName } from './old-names.ts';
import { isHeaderOfLinux } from './shipped-sources.ts';

type Mode = 'kernel' | 'user';

/**
 * A function of ours whose header is missing is what the kernel's build makes of it: an error (`-Werror=implicit-function-declaration`). Any other may just as
 * well be one that is not modelled, so the program is built, and stops if the call is reached; so is a header of Linux that is not there, and then what uses
 * names that nothing declares: `most` of those are told.
 */
export function aboutUnknownNames(diagnostics: readonly Diagnostic[], mode: Mode, most = Infinity): Diagnostic[] {
  const said = diagnostics.map((each) => aboutUnknownFunction(each, mode));
  if (mode === 'user') return said;
  const without = diagnostics.some(({ code }) => code === 'missing-include');
  const told = new Set<string>();
  const left: Diagnostic[] = [];
  const kept = said.flatMap((each) => {
    if (!mayBeOfLinux(each, without)) return [each];
    const message = whatFollows(each);
    if (each.code === 'local-tag' || told.has(message)) return [];
    told.add(message);
    const about: Diagnostic = { ...each, severity: without ? 'note' : 'warning', code: 'not-modelled', message };
    if (told.size <= most) return [about];
    left.push(about);
    return [];
  });
  if (left[0]) kept.push({ ...left[0], severity: 'note', message: `${left.length} more names that no header here declares, from here on` }); // prettier-ignore
  return kept;
}

function whatFollows({ code, message }: Diagnostic): string {
  if (follows.has(code)) return `${message}: it may depend on a header that is not here`;
  if (code === 'undeclared-macro') return `${message}: it is left out`;
  const inData = message.includes(' here (not in a function)');
  const plain = message.replace(/ \(first use in this function\)| here \(not in a function\)/, '');
  return `${plain}: no header here declares it; ${inData ? 'it counts as zero' : 'using it will stop the program'}`;
}

/** Unknown perhaps only because a header is not modelled, or not in full: what is spelled nearly like something known is a mistake all the same. */
function mayBeOfLinux({ code, message, place, notes }: Diagnostic, headerIsMissing: boolean): boolean {
  if (headerIsMissing) return aboutNames.has(code) || follows.has(code);
  if (!aboutNames.has(code) || message.includes('; did you mean')) return false;
  switch (code) {
    case 'undeclared-identifier':
      return /^[A-Z][A-Z0-9]\w\w/.test(spelled(place));
    case 'no-member':
      return notes.some((note) => note.place.file.builtIn);
    default:
      return code === 'incomplete-type';
  }
}

const aboutNames: ReadonlySet<string> = new Set([
  'undeclared-identifier',
  'incomplete-type',
  'unknown-type',
  'no-member',
  'undeclared-macro',
  'local-tag',
]);
/** What comes of names that are unknown. */
const follows: ReadonlySet<string> = new Set([
  'undeclared-function',
  'not-constant',
  'conflicting-types',
  'bad-initializer',
  'incompatible-types',
  'bad-number',
]);

function aboutUnknownFunction(diagnostic: Diagnostic, mode: Mode): Diagnostic {
  const written = spelled(diagnostic.place);
  if (diagnostic.code === 'missing-include') return mode === 'kernel' ? aboutHeader(diagnostic, written) : diagnostic;
  if (diagnostic.code !== 'undeclared-function') return diagnostic;
  const header = headerOf(written, mode);
  if (header !== null) {
    const message = `implicit declaration of function '${written}': '#include <${header}>' declares it`;
    return { ...diagnostic, severity: mode === 'kernel' ? 'error' : 'warning', message };
  }
  const old = aboutOldName(written);
  const why = old === null ? 'no header here declares it' : `it is ${old}`;
  const message = `${diagnostic.message}: ${why}; calling it will stop the program`;
  return { ...diagnostic, severity: 'warning', code: 'not-modelled', message };
}

function aboutHeader(diagnostic: Diagnostic, written: string): Diagnostic {
  if (!isHeaderOfLinux(written.slice(1))) return diagnostic;
  const message = `no header here is called <${written.slice(1, -1)}>: what it declares in Linux is not modelled`;
  return { ...diagnostic, severity: 'warning', code: 'not-modelled', message };
}

function spelled({ file, line, column, length }: Place): string {
  return (file.text.split('\n', line)[line - 1] ?? '').slice(column - 1, column - 1 + length);
}

/** The header that a driver or program includes for a function or macro with arguments; null where none of ours declares it. */
export function headerOf(name: string, mode: Mode): string | null {
  const key = `${mode} ${name}`;
  let header = headers.get(key);
  if (header === undefined) {
    if (headers.size >= mostRemembered) headers.clear();
    headers.set(key, (header = findHeader(name, mode)));
  }
  return header;
}

/** Of names that were asked for: an unfinished driver asks for the same ones at each stroke. */
const headers = new Map<string, string | null>();
const mostRemembered = 5_000;

function findHeader(name: string, mode: Mode): string | null {
  const declares = new RegExp(`^(#[ \\t]*define ${name}\\(|(?![ \\t#/*])(?!return\\b)[\\w \\t*]*\\b${name}\\()`, 'm');
  const root = `${mode}/include/`;
  const found = Object.entries(embeddedSources)
    .filter(([path, text]) => path.startsWith(root) && text.includes(name) && declares.test(text))
    .map(([path]) => includedAs(path.slice(root.length), root));
  return found.sort((one, other) => rank(one) - rank(other))[0] ?? null;
}

/** Drivers include `<linux/io.h>` for `<asm/io.h>`, and `<linux/device.h>` for `<linux/device/class.h>`. */
function includedAs(header: string, root: string): string {
  const outer = [
    header.replace(/^asm(-generic)?\//, 'linux/'),
    header.replace(/^(linux\/\w+)\/.*$/, '$1.h'),
    header.replace(/_types\.h$/, '.h'),
  ];
  return outer.find((each) => each !== header && embeddedSources[root + each] !== undefined) ?? header;
}

function rank(header: string): number {
  return header.startsWith('linux/') ? 0 : 1;
}
