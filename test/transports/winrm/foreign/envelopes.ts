import { readRecording } from '../replay/recording.ts';

/**
 * The requests that run this command line: those that a real Windows host accepted, with other ids and another command.
 * `operationTimeout` as in `PT1S`.
 */
export function requestsFor(commandLine: string, operationTimeout = 'PT20S'): readonly string[] {
  const text = commandLine.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return readRecording('test_winrs_standard').map(({ request }) =>
    request
      .replace(/uuid:[0-9A-F-]{36}<\/wsa:MessageID>/, 'uuid:{message}</wsa:MessageID>')
      .replace(/(Name="ShellId">)[^<]*</, '$1{shell}<')
      .replace(/CommandId="[^"]*"/, 'CommandId="{command}"')
      .replace(
        /<rsp:CommandLine>.*<\/rsp:CommandLine>/,
        `<rsp:CommandLine><rsp:Command>${text}</rsp:Command></rsp:CommandLine>`,
      )
      .replace(/(<wsman:OperationTimeout>)[^<]*</, `$1${operationTimeout}<`),
  );
}
