/** What is said of names that a source file uses without a header that declares them: ours to include, or nothing that is modelled. */
import type { Diagnostic, Place } from './c-language/source.ts';
import { embeddedSources } from './embedded.generated.ts';
import { aboutOldName } from './old-names.ts';

type Mode = 'kernel' | 'user';

/**
 * A function of ours whose header is missing is what the kernel's build makes of it: an error (`-Werror=implicit-function-declaration`). Any other may just as
 * well be one that is not modelled, so the program is built, and stops if the call is reached; so is a header of Linux that is not there.
 */
export function aboutUnknownName(diagnostic: Diagnostic, mode: Mode): Diagnostic {
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
  if (
    !/^<(linux|asm|asm-generic|uapi|generated|trace|net|media|sound|drm|video|crypto|scsi|rdma|soc|dt-bindings)\//.test(
      written,
    )
  )
    return diagnostic;
  const message = `no header here is called ${written}: what it declares in Linux is not modelled`;
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
