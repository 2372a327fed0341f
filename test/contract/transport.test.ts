import { startDropbear } from '../transports/servers/dropbear.ts';
import { startOpenSsh } from '../transports/servers/openssh.ts';
import { sshContract } from './ssh-contract.ts';
import { winrmContract } from './winrm-contract.ts';

sshContract('OpenSSH', ['sshd', 'ssh-keygen'], startOpenSsh);
sshContract('dropbear', ['dropbear', 'dropbearkey', 'root', 'unshare', 'ssh-keygen'], startDropbear);
winrmContract('WinRM over HTTP by NTLM', 'ntlm', false);
winrmContract('WinRM over HTTPS by Basic', 'basic', true);
