import { loopbackFile } from '../unix/loopback-file.ts';

/** hostname.if(5): netstart(8) reads it line by line, each as the words of an ifconfig(8). */
export const hostnameLo0 = loopbackFile({
  id: 'hostname.lo0',
  path: '/etc/hostname.lo0',
  mode: 0o640,
  lineOf: (vip) =>
    vip.family === 4 ? `inet alias ${vip.address} 255.255.255.255` : `inet6 alias ${vip.address} 128`,
});
