/**
 * Messages of both directions held against the published JSON schema of the protocol. The schema that can be had is some versions old and lets
 * unknown fields pass: `protocol-check.ts` holds what the adapter sent against the newest types as well.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Message } from './dap-client.ts';

/** Where `protocol-schema/install.mjs` puts it. */
const schemaFile = fileURLToPath(new URL('../../out/debug-adapter-protocol.json', import.meta.url));

interface Definitions {
  readonly definitions: Readonly<Record<string, object>>;
}
const schema = existsSync(schemaFile) ? (JSON.parse(readFileSync(schemaFile, 'utf8')) as Definitions) : null;

/** Without it nothing is checked here, which must not go unnoticed: `npm test` brings it. */
export const hasSchema = schema !== null;
const ajv = new Ajv({ strict: false, allErrors: true });
if (schema) ajv.addSchema({ definitions: schema.definitions }, 'protocol');
const validators = new Map<string, ValidateFunction>();

/** A line for each message that the schema does not allow; empty: it allows all. */
export function againstSchema(messages: readonly Message[]): string {
  if (!schema) return '';
  const complaints = new Set(messages.map((each) => complaint(schema, each)));
  return [...complaints].filter((each) => each !== '').join('\n');
}

function complaint({ definitions }: Definitions, message: Message): string {
  const name = definitionOf(definitions, message);
  for (const each of new Set(['ProtocolMessage', kinds[message.type], name])) {
    const validate = validatorOf(each);
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

function validatorOf(name: string): ValidateFunction {
  const known = validators.get(name);
  if (known) return known;
  const made = ajv.compile({ $ref: `protocol#/definitions/${name}` });
  validators.set(name, made);
  return made;
}
