/** gcc as the reference: whether it is there, and how its output is read. */
import { spawnSync } from 'node:child_process';

export const gccIsThere = spawnSync('gcc', ['-dumpversion']).status === 0;
if (!gccIsThere) console.error('gcc is missing: THE PREPROCESSOR IS NOT COMPARED WITH IT');

/** `gcc -E` with `options` on `source`; status 0 means no error. */
export function gccPreprocess(source: string, options: readonly string[]): { stdout: string; status: number | null } {
  const parameters = ['-E', '-std=gnu11', ...options, '-x', 'c', '-'];
  return spawnSync('gcc', parameters, { input: source, encoding: 'utf8', maxBuffer: 1 << 28 });
}

/** Everything that gcc predefines, parameters in the names. */
export function gccMacros(): { name: string; value: string }[] {
  const { stdout } = gccPreprocess('', ['-dM']);
  const lines = stdout.matchAll(/^#define (\w+(?:\([^)]*\))?) ?(.*)$/gm);
  return [...lines].map(([, name, value]) => ({ name: name!, value: value! }));
}

/** A tokeniser of its own, so that the lexer is not checked against itself. Digraphs are read as what they stand for. */
export function split(output: string): string[] {
  const text = output.replace(/^#(pragma|ident).*$/gm, '').replace(/\\U([0-9a-f]{8})/g, universalCharacter);
  const pattern =
    /(?:u8|[LuU])?"(?:\\[^]|[^"\\\n])*"|[LuU]?'(?:\\[^]|[^'\\\n])*'|(?:[A-Za-z_$\u0080-\uffff])(?:[\w$\u0080-\uffff])*|\.?[0-9](?:[eEpP][+-]|[\w.$])*|%:%:|%:|<:|:>|<%|%>|\.\.\.|<<=|>>=|##|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|\S/g;
  const digraphs: Record<string, string> = { '<:': '[', ':>': ']', '<%': '{', '%>': '}', '%:': '#', '%:%:': '##' };
  return [...text.matchAll(pattern)].map(([token]) => digraphs[token] ?? token);
}

function universalCharacter(spelling: string, code: string): string {
  return String.fromCodePoint(Number.parseInt(code, 16));
}
