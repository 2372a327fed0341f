import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Server, type Socket } from 'node:net';
import process from 'node:process';
import { Problem } from '../core/problem.ts';
import { servicePort } from './layout.ts';
import type { Namespaces } from './namespaces.ts';
import { mustRun, withSystemTools } from './run-command.ts';

/**
 * A listening socket belongs to the network that it was made in, and can be handed to another process. So a short-lived
 * node opens it in there, and this process serves it.
 */
const opener = `
const server = require('node:net').createServer();
server.listen(${servicePort}, '0.0.0.0', () => process.send('listening', server));
process.on('disconnect', () => process.exit());
`;

/**
 * Starts the service of a host: whoever connects to port 80 is told the host's name.
 * @throws Problem 'demo-refused'
 */
export async function startService(namespaces: Namespaces, name: string): Promise<AsyncDisposable> {
  const [program = '', ...words] = namespaces.onNetworkOf([process.execPath, '-e', opener]);
  const child = spawn(program, words, {
    env: withSystemTools(process.env),
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('exit', () => resolve(undefined));
  });
  const handed = once(child, 'message').then(([, handle]) => handle);
  const server: unknown = await Promise.race([handed, ended]);
  // As long as it lives, it would take connections too.
  if (child.connected) child.disconnect();
  await ended;
  if (!(server instanceof Server)) throw new Problem('demo-refused', `the service of ${name} did not start`);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.end(`${name}\n`);
  });
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Connects `count` times, all at once, and prints how often each server answered. */
const visitor = `
const [address, count] = process.argv.slice(1);
const answers = {};
let open = Number(count);
for (let visit = 0; visit < Number(count); visit += 1) {
  const socket = require('node:net').connect({ host: address, port: ${servicePort} });
  let said = '';
  socket.setEncoding('utf8').setTimeout(2000, () => socket.destroy());
  socket.on('data', (text) => { said += text; }).on('error', () => {}).on('close', () => {
    const name = said.trim() || 'nobody';
    answers[name] = (answers[name] ?? 0) + 1;
    open -= 1;
    if (open === 0) console.log(JSON.stringify(answers));
  });
}
`;

/** How many of `count` connections from these namespaces to the address each server answered; `nobody` counts the rest. */
export async function visitService(
  namespaces: Namespaces,
  address: string,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const command = namespaces.onNetworkOf([process.execPath, '-e', visitor, address, String(count)]);
  const answers: Record<string, number> = JSON.parse(await mustRun(command));
  return new Map(Object.entries(answers).sort());
}
