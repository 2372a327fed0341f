/**
 * `bare-ssh2.js HOSTS FANOUT USER KEYFILE COMMAND [SCRIPT...]`: what a short program with ssh2 does, with the defaults of
 * ssh2: no check of host keys, the key read for each connection. HOSTS is a file with an address on each line. The command
 * is run once, or over the same connection once for each script, which it gets on its standard input.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import pLimit from 'p-limit';
import ssh2 from 'ssh2';

const [, , hostsFile = '', fanout = '', username = '', keyFile = '', command = '', ...scriptFiles] =
  process.argv;
const privateKey = readFileSync(keyFile);
const hosts = readFileSync(hostsFile, 'utf8').trim().split('\n');
const scripts = scriptFiles.length === 0 ? [''] : scriptFiles.map((file) => readFileSync(file, 'utf8'));

function runOn(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('error', reject);
    client.on('ready', async () => {
      let output = '';
      for (const script of scripts) output = await execute(client, script);
      client.end();
      resolve(output);
    });
    client.connect({ host, username, privateKey });
  });
}

function execute(client: ssh2.Client, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) {
        reject(error);
        return;
      }
      let output = '';
      channel.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      channel.stderr.resume();
      channel.on('close', () => resolve(output));
      channel.end(script);
    });
  });
}

const answers = await pLimit(Number(fanout)).map(hosts, runOn);
for (const [index, answer] of answers.entries()) process.stdout.write(`${hosts[index]}: ${answer}`);
