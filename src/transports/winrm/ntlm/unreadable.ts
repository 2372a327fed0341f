import { Problem } from '../../../core/problem.ts';

export function unreadableChallenge(): Problem {
  return new Problem('handshake-failed', 'the server sent an NTLM challenge that cannot be read', {
    wayOut: 'is this a WinRM listener, or does a proxy answer in its place?',
  });
}
