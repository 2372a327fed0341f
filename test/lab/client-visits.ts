import { connect } from 'node:net';

/**
 * Run inside the client's namespace: `client-visits.ts ADDRESS COUNT`. Opens that many connections to port 80, a few at a
 * time, and prints the name that each answer gives, or `-` where none came within five seconds.
 */
async function visit(address: string): Promise<string> {
  return new Promise(function ask(resolve) {
    const socket = connect({ host: address, port: 80, timeout: 5_000 });
    let answer = '';
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
    socket.on('data', (text: string) => {
      answer += text;
    });
    socket.once('timeout', () => socket.destroy());
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(answer.split('\r\n\r\n')[1]?.trim() || '-'));
  });
}

async function visitOneByOne(address: string, count: number): Promise<void> {
  for (let visits = 0; visits < count; visits += 1) console.log(await visit(address));
}

const [, , address = '', count = '0'] = process.argv;
const lanes = 8;
await Promise.all(
  Array.from({ length: lanes }, () => visitOneByOne(address, Math.ceil(Number(count) / lanes))),
);
