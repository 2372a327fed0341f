import { Problem } from '../../../core/problem.ts';
import type { Door, LoggedIn } from './log-in.ts';

export function byKerberos({ host }: Door): Promise<LoggedIn> {
  const problem = new Problem('login-rejected', `Kerberos is not spoken yet, which ${host.name} asks for`, {
    wayOut: 'set auth: ntlm',
  });
  return Promise.reject(problem);
}
