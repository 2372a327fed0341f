import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { cannedCommands } from './canned-commands.ts';
import { plainCommands } from './plain-commands.ts';
import { startWinrmDouble } from './winrm-double.ts';

/**
 * The double as a process of its own:
 *   npx tsx test/transports/winrm/double/main.ts [--user ops] [--password secret] [--https] [--unencrypted]
 *     [--address 127.0.0.1] [--port 5985] [--name host]... [--answer FILE]
 * Names are those of the certificate. With an answer, every command prints that file once its standard input has ended;
 * without, there are a few plain commands. It prints its URL and its certificate (PEM) in one line of JSON, and
 * serves until it is ended.
 */
const { values } = parseArgs({
  options: {
    user: { type: 'string', default: 'ops' },
    password: { type: 'string', default: 'secret' },
    https: { type: 'boolean', default: false },
    address: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    name: { type: 'string', multiple: true },
    answer: { type: 'string' },
    unencrypted: { type: 'boolean', default: false },
  },
});

const double = await startWinrmDouble({
  users: [{ name: values.user, password: values.password }],
  commands: values.answer === undefined ? plainCommands() : cannedCommands(readFileSync(values.answer)),
  https: values.https,
  ...(values.name === undefined ? {} : { certificateNames: values.name }),
  address: values.address,
  port: Number(values.port),
  allowUnencrypted: values.unencrypted,
  // It may stand for many hosts, each of which would have quotas of its own.
  quotas: { maxShellsPerUser: 2147483647, maxConcurrentOperationsPerUser: 2147483647 },
  keepEvents: false,
});
process.stdout.write(`${JSON.stringify({ url: double.url, certificate: double.certificate?.pem })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void double[Symbol.asyncDispose]());
}
