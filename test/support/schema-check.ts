/**
 * Messages of both directions held against JSON schemas of the protocol: the published one, of which some versions old is what can be had, and which
 * lets unknown fields pass; and that of the newest version, made back from its types, which does not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Message } from './dap-client.ts';
import { schemaOfTypes, type Definitions } from './protocol-schema/of-types.ts';

/** Where `protocol-schema/install.mjs` puts it. */
const schemaFile = fileURLToPath(new URL('../../out/debug-adapter-protocol.json', import.meta.url));
/** Without it less is checked, which must not go unnoticed: `npm test` brings it. */
export const hasPublishedSchema = existsSync(schemaFile);

const types = dirname(createRequire(import.meta.url).resolve('@vscode/debugprotocol/package.json'));
export const newest: Definitions = schemaOfTypes(readFileSync(join(types, 'lib', 'debugProtocol.d.ts'), 'utf8'));
/** The column of modules that `initialize` announces. */
(newest.definitions['Module'] as { properties: Record<string, object> }).properties['mode'] = { type: 'string' };

const schemas = { newest, ...(hasPublishedSchema ? { published: readPublished() } : {}) };
type Version = keyof typeof schemas;

function readPublished(): Definitions {
  const { definitions } = JSON.parse(readFileSync(schemaFile, 'utf8')) as Definitions;
  return { definitions };
}

const ajv = new Ajv({ strict: false, allErrors: true });
for (const [version, schema] of Object.entries(schemas)) ajv.addSchema(schema, version);
const validators = new Map<string, ValidateFunction>();

/** A line for each message that a schema does not allow; empty: they allow all. */
export function againstSchema(messages: readonly Message[]): string {
  const complaints = new Set<string>();
  for (const version of Object.keys(schemas) as Version[])
    for (const message of messages) complaints.add(complaint(version, message));
  return [...complaints].filter((each) => each !== '').join('\n');
}

function complaint(version: Version, message: Message): string {
  const { definitions } = schemas[version]!;
  const name = definitionOf(definitions, message);
  // What is special need not say all that holds for messages in general.
  const general = version === 'published' ? ['ProtocolMessage', kinds[message.type]] : [];
  for (const each of new Set([...general, name])) {
    const validate = validatorOf(version, each);
    if (!validate(message))
      return `${name}: ${ajv.errorsText(validate.errors)}\n  in ${JSON.stringify(message).slice(0, 600)}`;
  }
  return '';
}

const kinds = { request: 'Request', response: 'Response', event: 'Event' } as const;

/** Of messages that the protocol leaves to adapters: that of their kind. */
function definitionOf(definitions: Definitions['definitions'], { type, event, command, success }: Message): string {
  if (type === 'response' && success === false) return 'ErrorResponse';
  const name = `${(event ?? command ?? '').replace(/^./, (letter) => letter.toUpperCase())}${kinds[type]}`;
  return Object.hasOwn(definitions, name) ? name : kinds[type];
}

function validatorOf(version: Version, name: string): ValidateFunction {
  const key = `${version}#/definitions/${name}`;
  const known = validators.get(key);
  if (known) return known;
  const made = ajv.compile({ $ref: key });
  validators.set(key, made);
  return made;
}
