/** A fault that somebody might put into the client: one edit of one of its files. */
export interface Mutation {
  readonly what: string;
  /** Below src/transports/. */
  readonly file: string;
  /** Must be there once. */
  readonly from: string;
  readonly to: string;
}

export const mutations: readonly Mutation[] = [
  {
    what: 'the seal of an answer is not looked at',
    file: 'winrm/ntlm/ntlm-seal.ts',
    from: 'if (!theirs.sign(theirs.checksum(message)).equals(signature)) throw brokenSeal();',
    to: 'theirs.sign(theirs.checksum(message));',
  },
  {
    what: 'messages are not counted',
    file: 'winrm/ntlm/ntlm-seal.ts',
    from: 'number.writeUInt32LE(number.readUInt32LE() + 1);',
    to: '',
  },
  {
    what: 'an answer in the clear is believed',
    file: 'winrm/protection.ts',
    from: "if (!carriesMessage(answer, 'multipart/encrypted')) throw refusedBy(answer);",
    to: "if (!carriesMessage(answer, 'multipart/encrypted')) return answer.body;",
  },
  {
    what: 'what is sealed ends where the boundary is found',
    file: 'winrm/http/framing.ts',
    from: 'const dataEnd = dataBegin + length;',
    to: "const dataEnd = body.indexOf('--Encrypted Boundary', dataBegin);",
  },
  {
    what: 'the handshake is not signed',
    file: 'winrm/ntlm/handshake.ts',
    from: 'hmacMd5(draw.sessionKey, first, second, message).copy(message, micOffset);',
    to: 'Buffer.alloc(16).copy(message, micOffset);',
  },
  {
    what: 'the login is not tied to the TLS connection',
    file: 'winrm/login/ntlm.ts',
    from: 'channelBindings: binding === undefined ? undefined : ntlmChannelBindings(binding),',
    to: 'channelBindings: undefined,',
  },
  {
    what: 'certificates are not judged',
    file: 'winrm/tls/secure.ts',
    from: 'if (socket.authorized) return undefined;',
    to: 'return undefined;',
  },
  {
    what: 'any pinned certificate will do',
    file: 'winrm/tls/secure.ts',
    from: 'host.pins.includes(shown)',
    to: 'host.pins.length > 0',
  },
  {
    what: 'Basic goes over plain HTTP',
    file: 'winrm/open-connection.ts',
    from: '  refuseUnsafe(host);\n',
    to: '',
  },
  {
    what: 'the answer to another request is taken',
    file: 'winrm/wsman/reply.ts',
    from: 'const related = relatesTo === messageId.toUpperCase();',
    to: 'const related = relatesTo !== messageId;',
  },
  {
    what: 'a host that has nothing to say yet has failed',
    file: 'winrm/shell.ts',
    from: "if (reply.kind === 'fault' && reply.fault.code === faultCode.timedOut) return undefined;",
    to: '',
  },
  {
    what: 'only the first part of a script is sent',
    file: 'winrm/shell.ts',
    from: 'const isLast = index === pieces.length - 1;',
    to: 'const isLast = true;',
  },
  {
    what: 'characters that are torn apart are lost',
    file: 'output.ts',
    from: "takeText: () => Buffer.concat(chunks.splice(0)).toString('utf8'),",
    to: "takeText: () => chunks.map((chunk) => chunk.toString('utf8')).join(''),",
  },
  {
    what: 'a shell that is used up is not replaced',
    file: 'winrm/shell.ts',
    from: 'return isUsedUp ? undefined : readCommandId(bodyOf(reply));',
    to: 'return readCommandId(bodyOf(reply));',
  },
  {
    what: 'a script whose connection was lost is run again',
    file: 'winrm/workplace.ts',
    from: '        giveUp(thrown);\n        throw thrown;',
    to: '        command = await start(clock);\n        return await task(connection, command);',
  },
  {
    what: 'a script that passed its deadline runs on',
    file: 'winrm/workplace.ts',
    from: 'await clear(other, running);',
    to: '',
  },
  {
    what: 'the shell is left behind',
    file: 'winrm/workplace.ts',
    from: 'if (connection.isOpen) await clear(connection, undefined);',
    to: '',
  },
  {
    what: 'a wrong password is tried on every host',
    file: 'winrm/login/password.ts',
    from: '{secretIdentity(reference)}',
    to: '{host.name}',
  },
];
