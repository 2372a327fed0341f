import { randomUUID } from 'node:crypto';
import { basic, post } from './post.ts';
import type { User, WinrmDouble } from './winrm-double.ts';
import { actions, anonymous, commandShell, spaces } from './wsman/names.ts';

export interface Said {
  readonly status: number;
  readonly text: string;
  /** The code of the fault, where it is one. */
  readonly fault: number | undefined;
}

export interface TalkOptions {
  readonly maxEnvelopeSize?: number;
  /** `PT0.1S` */
  readonly operationTimeout?: string;
  readonly codePage?: number;
}

export interface Talk {
  create(): Promise<Said>;
  command(line: string): Promise<Said>;
  send(text: string, last: boolean): Promise<Said>;
  receive(): Promise<Said>;
  signal(name: string): Promise<Said>;
  delete(): Promise<Said>;
  /** Any envelope of this action, with this body. */
  say(action: string, body: string): Promise<Said>;
}

/** One user's requests by Basic, each on a connection of its own: the last shell and command are meant. */
export function talk(double: WinrmDouble, user: User, options: TalkOptions = {}): Talk {
  let shell = '';
  let command = '';
  const say = async (action: string, body: string): Promise<Said> => {
    const { status, body: bytes } = await post(double, envelope(action, body, shell, options), {
      headers: basic(user.name, user.password),
    });
    const text = bytes.toString('utf8');
    const code = /Code="(\d+)"/.exec(text)?.[1];
    return { status, text, fault: code === undefined ? undefined : Number(code) };
  };
  return {
    say,
    create: async () => {
      const said = await say(
        actions.create,
        '<r:Shell><r:InputStreams>stdin</r:InputStreams><r:OutputStreams>stdout stderr</r:OutputStreams></r:Shell>',
      );
      shell = /<rsp:ShellId>([^<]*)</.exec(said.text)?.[1] ?? shell;
      return said;
    },
    command: async (line) => {
      const said = await say(
        actions.command,
        `<r:CommandLine><r:Command>${line}</r:Command></r:CommandLine>`,
      );
      command = /<rsp:CommandId>([^<]*)</.exec(said.text)?.[1] ?? command;
      return said;
    },
    send: (text, last) => {
      const base64 = Buffer.from(text).toString('base64');
      const end = last ? ' End="true"' : '';
      const stream = `<r:Stream Name="stdin" CommandId="${command}"${end}>${base64}</r:Stream>`;
      return say(actions.send, `<r:Send>${stream}</r:Send>`);
    },
    receive: () =>
      say(
        actions.receive,
        `<r:Receive><r:DesiredStream CommandId="${command}">stdout stderr</r:DesiredStream></r:Receive>`,
      ),
    signal: (name) =>
      say(
        actions.signal,
        `<r:Signal CommandId="${command}"><r:Code>${spaces.shell}/signal/${name}</r:Code></r:Signal>`,
      ),
    delete: () => say(actions.delete, ''),
  };
}

function envelope(action: string, body: string, shell: string, options: TalkOptions): string {
  const selector =
    shell === '' ? '' : `<w:SelectorSet><w:Selector Name="ShellId">${shell}</w:Selector></w:SelectorSet>`;
  const option = `<w:Option Name="WINRS_CODEPAGE">${options.codePage ?? 65001}</w:Option>`;
  return (
    `<s:Envelope xmlns:s="${spaces.soap}" xmlns:a="${spaces.addressing}" xmlns:w="${spaces.wsman}" xmlns:r="${spaces.shell}">` +
    `<s:Header><a:To>http://host/wsman</a:To><a:ReplyTo><a:Address>${anonymous}</a:Address></a:ReplyTo>` +
    `<a:MessageID>uuid:${randomUUID()}</a:MessageID><a:Action>${action}</a:Action>` +
    `<w:MaxEnvelopeSize>${options.maxEnvelopeSize ?? 153_600}</w:MaxEnvelopeSize>` +
    `<w:OperationTimeout>${options.operationTimeout ?? 'PT20S'}</w:OperationTimeout>` +
    `<w:ResourceURI>${commandShell}</w:ResourceURI>${selector}<w:OptionSet>${option}</w:OptionSet></s:Header>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  );
}
