import { unknownCodePage } from '../wsman/faults.ts';
import { commandShell, spaces } from '../wsman/names.ts';
import { answer, newId, type Reply, refuse } from '../wsman/reply.ts';
import { type Request, readDuration } from '../wsman/request.ts';
import { child, children, escapeXml } from '../wsman/xml.ts';
import type { Shell } from './shell.ts';
import type { Caller } from './shell-host.ts';

const idleTimeoutOfWindows = 7_200_000;
const codePages = new Set([437, 850, 852, 866, 932, 936, 949, 950, 1252, 65001]);

/** The shell that the request describes, not yet known to anybody. @throws SyntaxError */
export function readShell(request: Request, caller: Caller): Shell | undefined {
  const { body } = request;
  if (body?.space !== spaces.shell || body.name !== 'Shell') throw new SyntaxError('no shell is described');
  const codePage = Number(request.options.get('WINRS_CODEPAGE') ?? 437);
  if (!codePages.has(codePage)) return undefined;
  const variables = children(child(body, spaces.shell, 'Environment'), spaces.shell, 'Variable');
  return {
    id: body.attributes.get('ShellId') ?? newId(),
    clientAddress: caller.address,
    environment: {
      user: caller.user,
      codePage,
      workingDirectory: child(body, spaces.shell, 'WorkingDirectory')?.text,
      variables: new Map(variables.map((each) => [each.attributes.get('Name') ?? '', each.text])),
    },
    idleTimeout: readDuration(child(body, spaces.shell, 'IdleTimeOut')?.text) ?? idleTimeoutOfWindows,
    commands: new Map(),
    started: 0,
    idleTimer: undefined,
  };
}

export function refuseCodePage(): Reply {
  return refuse(unknownCodePage);
}

export function describeShell(request: Request, shell: Shell): Reply {
  const { body } = request;
  const { workingDirectory, user } = shell.environment;
  const shellElement = (name: string, text: string): string =>
    `<rsp:${name}>${escapeXml(text)}</rsp:${name}>`;
  const streams = (name: string): string =>
    shellElement(name, child(body, spaces.shell, name)?.text.trim() ?? '');
  return answer(
    request,
    `<x:ResourceCreated><a:Address>${escapeXml(request.to)}</a:Address><a:ReferenceParameters>` +
      `<w:ResourceURI>${commandShell}</w:ResourceURI><w:SelectorSet><w:Selector Name="ShellId">${escapeXml(shell.id)}</w:Selector>` +
      '</w:SelectorSet></a:ReferenceParameters></x:ResourceCreated><rsp:Shell>' +
      shellElement('ShellId', shell.id) +
      shellElement('ResourceUri', commandShell) +
      shellElement('Owner', user) +
      shellElement('ClientIP', shell.clientAddress) +
      (workingDirectory === undefined ? '' : shellElement('WorkingDirectory', workingDirectory)) +
      shellElement('IdleTimeOut', `PT${(shell.idleTimeout / 1000).toFixed(3)}S`) +
      streams('InputStreams') +
      streams('OutputStreams') +
      shellElement('ShellRunTime', 'P0DT0H0M0S') +
      shellElement('ShellInactivity', 'P0DT0H0M0S') +
      '</rsp:Shell>',
  );
}
