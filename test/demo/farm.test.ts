import { readdirSync, readlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Farm, openFarm } from '../../src/demo/farm.ts';
import { makeKeyPair } from '../../src/demo/key-pair.ts';
import { director, handmade, handmadeVip, members, vip } from '../../src/demo/layout.ts';
import { followRecipe } from '../../src/demo/recipe.ts';
import { runCommand } from '../../src/demo/run-command.ts';
import type { ArpTally } from '../../src/demo/survey.ts';
import { describeWith, itWith } from '../describe-with.ts';

describeWith(['user-namespaces', 'ip', 'sysctl', 'nsenter'], 'the embedded farm', () => {
  let farm: Farm;
  beforeAll(async () => {
    farm = await openFarm();
  });
  afterAll(async () => farm[Symbol.asyncDispose]());

  it('gives each host a network, a name and an /etc of its own, reached over SSH', async () => {
    const script = 'uname -n; ip -o -4 addr show dev eth0 | tr -s " "; echo "$1" >/etc/own; cat /etc/own';
    for (const { name, address } of members) {
      const answer = await overSsh(farm, name, `set -- ${name}; ${script}`);
      expect(answer.stdout.split('\n')).toEqual([
        expect.any(String),
        expect.stringContaining(`inet ${address}/24 scope global eth0`),
        name,
        '',
      ]);
    }
    await expect(readFile('/etc/own')).rejects.toThrow();
  });

  it('feeds standard input to a command and reports its exit status', async () => {
    const answer = await overSsh(farm, 'web01', 'cat; echo trouble >&2; exit 7', 'fed\n');
    expect(answer).toEqual({ stdout: 'fed\n', stderr: 'trouble\n', exitCode: 7 });
  });

  itWith(['ssh'], 'can be reached by the ssh program too', async () => {
    const answer = await runCommand(['ssh', '-F', farm.sshConfig, 'old02', 'ip -o -4 addr show dev eth0']);
    expect(answer).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('192.0.2.22/24') });
  });

  it('makes only key pairs that can be read again', () => {
    for (let count = 0; count < 600; count += 1) {
      const { private: secret } = makeKeyPair();
      expect(ssh2.utils.parseKey(secret)).not.toBeInstanceOf(Error);
    }
  });

  it('lets nobody in without its key', async () => {
    const other = makeKeyPair().private;
    await expect(overSsh(farm, 'web01', 'true', '', other)).rejects.toMatchObject({
      level: 'client-authentication',
    });
  });

  it('counts the wrong replies of the usual recipe, and none where ARP is silenced first', async () => {
    await using survey = await farm.survey([vip, handmadeVip]);
    await pause(300);
    const before = await survey.tally();
    const silence = 'sysctl -w net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2';
    await Promise.all([
      followRecipe(farm),
      ...members.map(({ name }) => farm.byHand(name, `${silence} && ip addr add ${vip}/32 dev lo`)),
    ]);
    const during = await survey.tally();
    await pause(300);
    const after = await survey.tally();

    for (const tallies of [before, during, after]) {
      expect(repliers(tallies.get(vip))).toEqual([director.mac]);
    }
    expect(repliers(before.get(handmadeVip))).toEqual([director.mac]);
    expect(repliers(during.get(handmadeVip))).toEqual(
      [director.mac, ...handmade.map((host) => host.mac)].sort(),
    );
    expect(repliers(after.get(handmadeVip))).toEqual([director.mac]);
  });

  it('carries a client through the director to every server, and the servers answer it themselves', async () => {
    const answers = await farm.visit(vip, 60);
    expect([...answers.keys()]).toEqual(members.map((member) => member.name));
    expect([...answers.values()].reduce((sum, count) => sum + count)).toBe(60);
  });

  it('leaves no process, mount or file behind', async () => {
    const own = await openFarm();
    const { stdout } = await own.byHand('web01', 'readlink /proc/self/ns/user');
    const namespace = stdout.trim();
    const processes = processesIn(namespace);
    expect(processes).not.toEqual([]);
    await own[Symbol.asyncDispose]();
    // The kernel may give the number of the namespace to the next one at once, so only these processes count.
    expect(processesIn(namespace).filter((pid) => processes.includes(pid))).toEqual([]);
    expect(() => readdirSync(own.folder)).toThrow();
    expect(await readFile('/proc/self/mountinfo', 'utf8')).not.toContain(own.folder);
  });
});

function repliers(tally: ArpTally | undefined): readonly string[] {
  return [...(tally?.replies.keys() ?? [])].sort();
}

/** The processes of this machine that live in a user namespace, by its `user:[...]` name. */
function processesIn(namespace: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/ns/user`) === namespace;
    } catch {
      return false;
    }
  });
}

interface SshAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

async function overSsh(
  farm: Farm,
  host: string,
  command: string,
  input = '',
  privateKey?: string,
): Promise<SshAnswer> {
  const key = privateKey ?? (await readFile(farm.identityFile, 'utf8'));
  const connection = new ssh2.Client();
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('ready', resolve).once('error', reject);
      connection.connect({
        host: '127.0.0.1',
        port: farm.ports.get(host) ?? 0,
        username: 'root',
        privateKey: key,
      });
    });
    return await new Promise((resolve, reject) => {
      connection.exec(command, (error, channel) => {
        if (error !== undefined) return reject(error);
        let stdout = '';
        let stderr = '';
        let exitCode = Number.NaN;
        channel.setEncoding('utf8').on('data', (text: string) => {
          stdout += text;
        });
        channel.stderr.setEncoding('utf8').on('data', (text: string) => {
          stderr += text;
        });
        channel.on('exit', (code: number) => {
          exitCode = code;
        });
        channel.on('close', () => resolve({ stdout, stderr, exitCode }));
        channel.end(input);
      });
    });
  } finally {
    connection.end();
  }
}
