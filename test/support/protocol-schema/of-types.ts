/**
 * A JSON schema of the newest protocol, made back from the published types, which are generated from the published schema. Its constants, which stand in
 * comments there, are taken too; no definition has fields that are not named, but for what is launched, which adapters describe in their own words.
 */
export interface Definitions {
  readonly definitions: Readonly<Record<string, object>>;
}

interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  readonly additionalProperties: object | boolean;
}

const open = /^(Launch|Attach)RequestArguments$/;
/** All other numbers of the protocol are whole. */
const fractions = new Set(['percentage']);

export function schemaOfTypes(text: string): Definitions {
  const constantsAsFields = text.replace(/\/\*[^]*?\*\//g, '').replace(/\/\/ (\w+: '\w+';)/g, '$1');
  const tokens: readonly string[] = constantsAsFields.match(/'[^']*'|\w+|[^\s\w]/g) ?? [];
  return new Reader(tokens.slice(tokens.indexOf('{') + 1, -1)).definitions();
}

class Reader {
  readonly #definitions: Record<string, object> = {};
  #next = 0;

  constructor(private readonly tokens: readonly string[]) {}

  definitions(): Definitions {
    while (this.#next < this.tokens.length) this.#definition(this.#take(), this.#take());
    return { definitions: this.#definitions };
  }

  #definition(kind: string, name: string): void {
    if (kind === 'type') {
      this.#expect('=');
      this.#definitions[name] = this.#type(name);
      return this.#expect(';');
    }
    if (kind !== 'interface') throw new Error(`the protocol's types have '${kind} ${name}'`);
    const base = this.#skip('extends') ? (this.#definitions[this.#take()] as ObjectSchema) : null;
    this.#expect('{');
    const { properties, required, ...own } = this.#fields();
    this.#definitions[name] = {
      ...own,
      properties: { ...base?.properties, ...properties },
      required: [...new Set([...(base?.required ?? []), ...required])],
      additionalProperties: open.test(name),
    };
  }

  /** Of `{ name?: type; … }` behind its brace, or `{ [key: string]: type; }`. */
  #fields(): ObjectSchema {
    const properties: Record<string, object> = {};
    const required: string[] = [];
    let additionalProperties: object | boolean = false;
    while (!this.#skip('}')) {
      const name = this.#take();
      if (name === '[') {
        this.#expect('key', ':', 'string', ']', ':');
        additionalProperties = this.#type(name);
      } else {
        if (!this.#skip('?')) required.push(name);
        this.#expect(':');
        properties[name] = this.#type(name);
      }
      this.#expect(';');
    }
    return { type: 'object', properties, required, additionalProperties };
  }

  #type(name: string): object {
    const choices = [this.#element(name)];
    while (this.#skip('|')) choices.push(this.#element(name));
    return choices.length === 1 ? choices[0]! : { anyOf: choices };
  }

  #element(name: string): object {
    const word = this.#take();
    let schema = word === '(' ? this.#type(name) : this.#word(name, word);
    if (word === '(') this.#expect(')');
    while (this.#skip('[')) {
      this.#expect(']');
      schema = { type: 'array', items: schema };
    }
    return schema;
  }

  #word(field: string, word: string): object {
    if (word.startsWith("'")) return { const: word.slice(1, -1) };
    if (word === '{') return this.#fields();
    if (word === 'any') return {};
    if (word === 'number') return { type: fractions.has(field) ? 'number' : 'integer' };
    if (['string', 'boolean', 'null'].includes(word)) return { type: word };
    return { $ref: `#/definitions/${word}` };
  }

  #take(): string {
    return this.tokens[this.#next++] ?? '';
  }

  #skip(token: string): boolean {
    if (this.tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #expect(...expected: readonly string[]): void {
    for (const each of expected) if (!this.#skip(each)) throw new Error(`the protocol's types have no '${each}' before '${this.tokens.slice(this.#next, this.#next + 8).join(' ')}'`); // prettier-ignore
  }
}
