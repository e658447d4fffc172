/** Tells a user program from a driver by its text, before anything is compiled. */

/** A C file that defines `main` and registers no module. */
export function isUserProgram(text: string): boolean {
  const code = withoutCommentsAndText(text);
  return /\bmain\s*\([^;{}]*\)\s*\{/.test(code) && !/\bmodule_\w+\s*\(|\bMODULE_LICENSE\s*\(/.test(code);
}

function withoutCommentsAndText(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, ' ');
}
