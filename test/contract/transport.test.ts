import { startDropbear } from '../transports/servers/dropbear.ts';
import { startOpenSsh } from '../transports/servers/openssh.ts';
import { transportContract } from './transport-contract.ts';

transportContract('OpenSSH', ['sshd', 'ssh-keygen'], startOpenSsh);
transportContract('dropbear', ['dropbear', 'dropbearkey', 'root', 'unshare', 'ssh-keygen'], startDropbear);
