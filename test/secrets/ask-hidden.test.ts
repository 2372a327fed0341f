import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';

/** Runs the prompt on a real terminal, made by script(1), and types into it; resolves with all that was on the screen. */
async function typeAtPrompt(keys: string): Promise<string> {
  const program = `
    import { askHidden } from './src/secrets/ask-hidden.ts';
    const stop = new AbortController();
    const { stdin, stderr } = process;
    const ask = askHidden({ stdin, stderr, signal: stop.signal, interrupt: () => stop.abort() });
    const answer = await ask('Password').catch((problem) => problem.code);
    console.log('answer=' + JSON.stringify(answer));
    if (stop.signal.aborted) console.log('then=' + (await ask('Another').catch((problem) => problem.code)));
  `;
  const command = `node_modules/.bin/tsx --input-type=module -e "$PROGRAM"`;
  const script = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...process.env, PROGRAM: program },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  script.stdout.on('data', (chunk: Buffer) => {
    if (!screen.includes('Password: ') && `${screen}${chunk}`.includes('Password: '))
      script.stdin.write(keys);
    screen += chunk.toString();
  });
  await once(script, 'close');
  return screen;
}

describeWith(['script'], 'the hidden prompt', () => {
  it('shows nothing of what is typed', async () => {
    const screen = await typeAtPrompt('open sesame\r');
    expect(screen.split('answer=')[0]).not.toContain('sesame');
    expect(screen).toContain('answer="open sesame"');
  });

  it('understands backspace, clearing the line, and letters of more than one byte', async () => {
    expect(await typeAtPrompt('wrong\u0015schlüsx\u007fsel\r')).toContain('answer="schlüssel"');
  });

  it('interrupts on Ctrl-C, and asks nothing after it', async () => {
    const screen = await typeAtPrompt('abc\u0003');
    expect(screen).toContain('answer="interrupted"');
    expect(screen).toContain('then=interrupted');
    expect(screen).not.toContain('Another');
  });
});
