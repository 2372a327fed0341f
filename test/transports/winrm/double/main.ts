import process from 'node:process';
import { parseArgs } from 'node:util';
import { plainCommands } from './plain-commands.ts';
import { startWinrmDouble } from './winrm-double.ts';

/**
 * The double as a process of its own:
 *   npx tsx test/transports/winrm/double/main.ts --user ops --password secret [--https] [--port 5985] [--unencrypted]
 * It prints its URL, and the path of its certificate, in one line of JSON, and serves until it is ended.
 */
const { values } = parseArgs({
  options: {
    user: { type: 'string', default: 'ops' },
    password: { type: 'string', default: 'secret' },
    https: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    unencrypted: { type: 'boolean', default: false },
  },
});

const double = await startWinrmDouble({
  users: [{ name: values.user, password: values.password }],
  commands: plainCommands(),
  https: values.https,
  port: Number(values.port),
  allowUnencrypted: values.unencrypted,
  keepEvents: false,
});
process.stdout.write(`${JSON.stringify({ url: double.url, certificate: double.certificate?.file })}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void double[Symbol.asyncDispose]());
}
